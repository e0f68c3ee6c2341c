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

/// Law: every way to a session gives the same findings and the same figures at the same instant. The commands print what
/// these ways give (`CommandTests/OneAnswerTests`).
@Suite struct OneDoorLawTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    /// All of the staged corpus with `LIVETOP_WHOLE=1`, as `make acceptance` does; else every fourth of it.
    static let corpus: [String] = {
        let labels = StagedFailure.scripted.map(label)
        guard ProcessInfo.processInfo.environment["LIVETOP_WHOLE"] == nil else { return labels }
        return labels.indices.filter { $0 % 4 == 0 }.map { labels[$0] }
    }()

    private static func label(_ failure: StagedFailure) -> String { "\(failure.rule): \(failure.name)" }

    @Test(arguments: corpus) func `of a staged failure`(label: String) throws {
        let failure = try #require(StagedFailure.scripted.first { Self.label($0) == label })
        let staged = failure.fires(StagedVariation(0))
        let events = staged.wireEvents(from: Self.start)
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(events)
        let now = (events.last?.at ?? Self.start) + staged.patience
        recording.lookLive(at: now)
        try recording.goOn()
        for session in recording.live.fleet.sessions {
            try Self.expectOneAnswer(recording, session, at: now)
        }
    }

    @Test func `of sessions that nobody saw begin`() throws {
        let staged = try #require(StagedFailure.scripted.first).fires(StagedVariation(0))
        let events = staged.wireEvents(from: Self.start).filter { event in
            if case .opened = event.kind { false } else { true }
        }
        let recording = try TestRecording(startedAt: Self.start)
        try recording.take(events)
        let now = try #require(events.last?.at)
        recording.lookLive(at: now)
        for session in recording.live.fleet.sessions where !session.isOpen {
            try Self.expectOneAnswer(recording, session, at: now)
        }
    }

    /// What a proxy stores for people who ask in SQL, when the session is over.
    private static func expectRows(_ recording: TestRecording, _ session: SessionState, of findings: [Finding]) throws {
        guard !session.isOpen else { return }
        let account = try #require(recording.account(of: session.id))
        let told = account.findings.map { Told(rule: $0.rule, variant: $0.variant, title: $0.title ?? "") }
        #expect(told == Told.all(findings))
        #expect(account.turns.map(\.number) == session.turns.recent.map(\.index))
    }

    static func expectOneAnswer(
        _ recording: TestRecording, _ session: SessionState, at now: Timestamp
    ) throws {
        let id = session.id
        let live = try #require(recording.live.findings[id])
        let recordings = recording.recordings(at: now)
        let diagnosed = try recordings.diagnose(id)
        try expectRows(recording, session, of: diagnosed.result.findings)
        // A bare comparison would print both states.
        let isSame = diagnosed.opened.state == session
        #expect(isSame, "the folded state of \(id)")
        #expect(diagnosed.opened.now == (session.isOpen ? now : session.lastAt))
        #expect(diagnosed.opened.summary == session.summary(at: diagnosed.opened.now))
        #expect(Told.all(diagnosed.findings) == Told.all(live))
        #expect(diagnosed.findings == live)

        try expectCheckpoint(recordings, diagnosed, live: live)

        var following = try recordings.follow(id)
        while try following.next() != nil {}
        following.look(at: now, isLast: true)
        #expect(following.diagnosed.findings[id] == live, "followed")

        var replay = Replay(id, in: recording.database, from: recordings.knowledge.folding(of: id))
        try replay.read()
        let replayed = try #require(replay.state)
        let others = try recordings.others(than: id).with(replayed)
        #expect(
            recordings.knowledge.diagnosis.findings(
                in: replayed, at: diagnosed.opened.now, fleet: others, ledger: replay.folding.ledger(of: id)) == live,
            "replayed")

        #expect(try exported(recordings, id) == Told.all(live), "exported")
    }

    /// A checkpoint says what folding says; of a session that goes on there is none.
    private static func expectCheckpoint(
        _ recordings: Recordings, _ folded: DiagnosedSession, live: [Finding]
    ) throws {
        var recordings = recordings
        recordings.leastCheckpointedRows = 1
        let id = folded.opened.state.id
        #expect(try recordings.openIfKept(id) == nil, "nobody has looked yet")
        _ = try recordings.open(id)
        guard !folded.opened.isRunning else {
            return #expect(try recordings.openIfKept(id) == nil, "it goes on")
        }
        let kept = try #require(try recordings.openIfKept(id))
        let isSame = kept.state == folded.opened.state && kept.ledger == folded.opened.ledger
        #expect(isSame, "the state of \(id) from its checkpoint")
        #expect(kept.now == folded.opened.now)
        #expect(kept.summary == folded.opened.summary)
        #expect(try recordings.diagnose(id).result == folded.result, "from a checkpoint")
    }

    /// The findings of an export in lines of JSON.
    private static func exported(_ recordings: Recordings, _ session: SessionID) throws -> [Told] {
        var options = ExportOptions()
        options.hasFindings = true
        var bytes: [UInt8] = []
        let format = try #require(ExportFormat.named("ndjson")?.write)
        try format(recordings.exportSource(of: session), options, ExportSink { bytes += $0 })
        return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            guard let rule = object["rule"] as? String, let title = object["title"] as? String else { return nil }
            return Told(rule: rule, variant: object["variant"] as? String, title: title)
        }
    }
}
