import Corpus
import LiveProtocol
import SessionModel
import SessionStore
import Simulator
import TestSupport
import Testing

/// Law: what replay shows at an instant is what was seen live at that instant. Every instant of every scenario, gone to
/// in any order, over few checkpoints and many.
@Suite struct ReplayLawTests {
    /// What somebody had seen who was watching, at every instant at which something happened.
    private struct Watching {
        var account = Account()
        var seen: [(at: Timestamp, fleet: Fleet)] = []

        /// The last of several events at one instant tells what was to be seen then.
        mutating func take(_ event: WireEvent) {
            account.take(event)
            if seen.last?.at == event.at { seen.removeLast() }
            seen.append((event.at, account.fleet))
        }
    }

    /// The events in the order of the tap, redacted.
    private static func events(of script: Script) -> [WireEvent] {
        var account = Account()
        let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
        for event in script.wireEvents(connection: ConnectionID(rawValue: 1 << 40), from: start) {
            account.take(raw: event)
        }
        return account.events
    }

    private func expectLaw(_ watching: Watching, _ random: inout SeededGenerator) throws {
        let folder = try TemporaryFolder()
        let database = try SessionDatabase.open(in: folder.url)
        let first = try #require(watching.seen.first)
        var recorder = try Recorder(
            database, header: RecordingHeader(startedAt: first.at, version: "test", capture: .full, host: nil))
        try recorder.append(watching.account.events.map(RecordItem.event))
        try recorder.append(watching.account.assignments.map { .assignment($0.connection, to: $0.session, tag: nil) })
        let session = try #require(watching.account.fleet.sessions.first?.id)
        var replay = Replay(
            session, in: database, limit: Int.random(in: 2...40, using: &random),
            distance: Int.random(in: 1...30, using: &random))
        try replay.read()
        for (at, fleet) in watching.seen.shuffled(using: &random) {
            try replay.seek(to: at)
            // A bare comparison would print both states.
            let isSame = replay.folding.fleet.sessions == fleet.sessions
            #expect(isSame, "at \(at - first.at)")
            let later = at + .milliseconds(Int64.random(in: 0...4_000, using: &random))
            #expect(replay.folding.fleet.summaries(at: later) == fleet.summaries(at: later), "at \(at - first.at)")
            guard isSame else { return }
        }
    }

    @Test(arguments: Scenario.all) func `of a scenario`(scenario: Scenario) throws {
        var watching = Watching()
        for event in Self.events(of: scenario.script) { watching.take(event) }
        try #require(!watching.seen.isEmpty)
        var random = SeededGenerator(seed: 7)
        try expectLaw(watching, &random)
    }

    @Test func `of conversations nobody wrote down`() {
        expectProperty(runs: 12) { random in
            var watching = Watching()
            for event in Self.events(of: .improvised(&random)) { watching.take(event) }
            try expectLaw(watching, &random)
        }
    }

    @Test func `of a chain of connections through the relay`() async throws {
        let stage = try await LiveStage()
        var account = Account()
        let outcomes = await stage.play(.moving(), .moving(), account: &account)
        await stage.shutdown()
        #expect(outcomes.allSatisfy { $0.missed == nil })
        var watching = Watching()
        for event in account.events { watching.take(event) }
        var random = SeededGenerator(seed: 8)
        try expectLaw(watching, &random)
    }
}
