import Corpus
import Diagnosis
import Exports
import Foundation
import LiveProtocol
import Recordings
import SessionModel
import SessionStore
import Simulator
import Testing

/// Limits, prices and mutes are obeyed whatever was known when something was recorded.
@Suite struct KnowledgeTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    private var script: Script {
        Script {
            client(.setup(SetupLine()))
            server(.setupComplete, after: .milliseconds(50))
            client(.text("Hello?"))
            server(.turnCompleteWith(UsageLine(promptText: 1_000, promptAudio: 2_000, responseAudio: 500)))
            server(.close(1011, reason: "Internal error encountered."))
        }
    }

    @Test func `a cached summary gets the limits and prices in force`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(script.wireEvents(connection: ConnectionID(rawValue: 1 << 40), from: Self.start))
        let session = try #require(recording.live.fleet.sessions.first)
        try recording.cache(session.summary(at: session.lastAt))
        let model = try #require(session.setup?.model)
        var knowledge = Knowledge()
        let profile = ModelProfile(id: ModelTable.bareID(model), contextLimit: 4_242)
        knowledge.models.models.insert(profile, at: 0)
        let prices = ModelPrices(
            id: ModelTable.bareID(model), input: [.text: 1_000, .audio: 2_000], output: [.text: 0, .audio: 4_000],
            source: "test")
        knowledge.prices.models.insert(prices, at: 0)
        let now = Timestamp.seconds(60, after: Self.start)
        let listed = try #require(try recording.recordings(at: now, knowing: knowledge).sessions().first)
        #expect(listed.isCached)
        #expect(listed.summary.limitTokens == 4_242)
        #expect(!listed.summary.isLimitAssumed)
        #expect(listed.summary.cost == 1.0 + 4.0 + 2.0)
        let opened = try recording.recordings(at: now, knowing: knowledge).open(session.id)
        #expect(opened.summary.limitTokens == 4_242)
        #expect(opened.summary.cost == listed.summary.cost)
        let source = try recording.recordings(at: now, knowing: knowledge).exportSource(of: session.id)
        var bytes: [UInt8] = []
        try ExportFormat.named("markdown")?.write?(source, ExportOptions(), ExportSink { bytes += $0 })
        #expect(String(decoding: bytes, as: UTF8.self).contains("of 4242"))
    }

    @Test func `a cached cost that nobody can reckon anew is unknown once prices are others`() throws {
        var summary = SessionSummary(
            id: SessionID(ConnectionID(rawValue: 1)), model: "gemini-3.8-live", activity: .closed, openedAt: Self.start,
            cost: 1.5)
        #expect(Knowledge().informed(summary).cost == 1.5)
        var knowledge = Knowledge()
        knowledge.prices.dated = "2026-12-24"
        #expect(knowledge.informed(summary).cost == nil)
        summary.limitTokens = 1
        summary.contextLeft = .seconds(1) ... .seconds(2)
        #expect(Knowledge().informed(summary).contextLeft == nil)
    }

    @Test func `a muted rule is not told, and counted`() throws {
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(script.wireEvents(connection: ConnectionID(rawValue: 1 << 40), from: Self.start))
        let session = try #require(recording.live.fleet.sessions.first)
        var knowledge = Knowledge()
        knowledge.thresholds.muted = ["server-internal-error"]
        let now = Timestamp.seconds(60, after: Self.start)
        let loud = try recording.recordings(at: now).diagnose(session.id)
        let muted = try recording.recordings(at: now, knowing: knowledge).diagnose(session.id)
        #expect(loud.findings.contains { $0.rule == "server-internal-error" })
        #expect(loud.result.note == nil)
        #expect(!muted.findings.contains { $0.rule == "server-internal-error" })
        #expect(muted.result.note == "1 finding muted")
        #expect(DiagnosisResult(mutedFindings: 2).note == "2 findings muted")
    }
}
