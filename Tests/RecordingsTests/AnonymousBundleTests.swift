import Diagnosis
import Exports
import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import TestSupport
import Testing

@testable import Recordings

/// A bundle for a public issue: recorded anew, without a word of the recording in any of its pages.
@Suite(.serialized) struct AnonymousBundleTests {
    private let recording: TestRecording
    private let session: SessionID
    private let now: Timestamp

    init() throws {
        var call = WrittenCall()
        call.say(
            .clientToServer,
            #"{"setup":{"model":"models/gemini-2.5-flash-native-audio-latest","systemInstruction":{"parts":[{"text":"You sell marzipan."}]},"sessionResumption":{}}}"#,
            after: 0.1)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        call.hear("Quittengelee, please.", after: 1)
        call.speak("Of course, zimtstern.", milliseconds: 200, after: 0.5)
        call.complete(prompt: 10, response: 2, after: 0.5)
        call.say(.serverToClient, #"{"goAway":{"timeLeft":"10s"}}"#, after: 0.3)
        recording = try TestRecording(startedAt: WrittenCall.start)
        try recording.take(call.closed())
        try recording.end(at: call.now)
        session = SessionID(call.connection)
        now = call.now + .seconds(60)
        try MarkTable(recording.database).set(Mark(session: session, text: "Lebkuchen here"))
    }

    private func written(to file: URL) throws {
        try AnonymousBundle(
            recordings: recording.recordings(at: now), sessions: [session], pseudonyms: Pseudonyms(Chance())
        ).write(to: file) { _ in }
    }

    @Test func `no word is in the file, and the session is the same`() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "issue.livetop")
        try written(to: file)
        let bytes = String(decoding: try Data(contentsOf: file), as: UTF8.self).lowercased()
        for word in ["marzipan", "quittengelee", "zimtstern", "lebkuchen", "demo"] {
            #expect(!bytes.contains(word), "\(word)")
        }
        #expect(bytes.contains("gemini-2.5-flash-native-audio-latest"))
        let there = try Recordings(in: file, knowledge: Knowledge()) { [now] in now }
        let (old, new) = (try recording.recordings(at: now).open(session).state, try there.open(session).state)
        #expect(new.turns.recent.map(\.audioDuration) == old.turns.recent.map(\.audioDuration))
        #expect(new.turns.recent.map(\.openedAt) == old.turns.recent.map(\.openedAt))
        #expect(new.tokens.context == old.tokens.context)
        #expect(new.turns.recent.first?.userText.value.count == "Quittengelee, please.".count)
        #expect(new.tag?.count == old.tag?.count)
        let rules = try there.diagnose(session).result.findings.map(\.rule)
        #expect(try recording.recordings(at: now).diagnose(session).result.findings.map(\.rule) == rules)
        #expect(!rules.isEmpty)
        let marks = try MarkTable(there.database).all()
        #expect(marks.count == 1 && marks.first?.text.count == "Lebkuchen here".count)
        #expect(try Bundle.recordings(in: there.database).map(\.header.host) == [nil])
    }

    @Test func `nothing is left beside it`() throws {
        let folder = try TemporaryFolder()
        let before = try temporary()
        try written(to: folder.url.appending(path: "issue.livetop"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["issue.livetop"])
        #expect(try temporary().subtracting(before).filter { $0.hasPrefix("livetop-anonymous-") }.isEmpty)
    }

    private func temporary() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path))
    }

    @Test func `findings that do not hold are named`() throws {
        let format = try #require(ExportFormat.named("ndjson"))
        let job = ExportJob(
            [session], of: recording.recordings(at: now), as: format, ExportOptions(), pseudonyms: Pseudonyms(Chance()))
        #expect(try job.changedFindings(of: session).isEmpty)
    }

    private struct Chance: RandomNumberGenerator {
        private var state: UInt64 = 11

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 29 | state << 35
        }
    }
}
