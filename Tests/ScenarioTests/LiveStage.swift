import Foundation
import LiveProtocol
import Logging
import Proxy
import SessionModel
import SessionStore
import Simulator
import TestSupport

/// The real thing on loopback: scripted client ⇄ proxy ⇄ mock, the tap drained into an account, the account written to
/// SQLite and read back.
struct LiveStage {
    private let folder: TemporaryFolder
    private let mock: MockServer
    private let proxy: ProxyServer
    private let tap = Tap()
    private let clock = RecordingClock()
    private let client: ClientConfiguration

    /// - Parameters:
    ///   - pace: delays are divided by this, so that a scenario of seconds takes milliseconds.
    ///   - keepsFrames: both ends note every frame and when they had it.
    init(
        _ script: Script? = nil, pace: Double = 10, spelling: Spelling = .camelCase, keepsFrames: Bool = false
    ) async throws {
        folder = try TemporaryFolder()
        var behaviour = MockBehaviour()
        behaviour.pace = pace
        // A busy machine is no idle client.
        behaviour.idleLimit *= Int(pace)
        // The first connection's seed is 1, as in `Script.wireEvents`.
        var server = MockConfiguration(behaviour: behaviour, seed: 0, script: script, keepsFrames: keepsFrames)
        server.clock = clock.now
        mock = try MockServer(server)
        var configuration = ProxyConfiguration()
        configuration.port = 0
        configuration.listenHosts = ["127.0.0.1"]
        configuration.upstream = Upstream(isTLS: false, host: "127.0.0.1", port: try await mock.start())
        proxy = try ProxyServer(
            configuration: configuration, certificates: CertificateAuthority.load(folder: folder.path),
            tap: tap, clock: clock, logger: Logger(label: "scenario", factory: { _ in SwiftLogNoOpLogHandler() }))
        let port = try await proxy.start().port
        var caller = ClientConfiguration(
            url: "ws://127.0.0.1:\(port)", tag: "scenario", spelling: spelling, patience: .seconds(20), pace: pace,
            keepsFrames: keepsFrames)
        caller.clock = clock.now
        client = caller
    }

    /// What the server sent and received.
    var serverFrames: [MockFrame] { mock.frames }

    /// Plays each script on a connection of its own, one after the other, each with the newest handle.
    func play(_ scripts: Script..., account: inout Account) async -> [ClientOutcome] {
        var outcomes: [ClientOutcome] = []
        var client = client
        for script in scripts {
            let outcome = await ScriptedClient(client).play(script)
            client.handle = outcome.handle ?? client.handle
            outcomes.append(outcome)
            drain(into: &account, closings: outcomes.count)
        }
        return outcomes
    }

    func shutdown() async {
        await proxy.shutdown(within: .seconds(2))
        await mock.shutdown()
    }

    /// Writes what `account` took, in batches, and folds what is read back.
    func reopened(_ account: Account) throws -> Account {
        let database = try SessionDatabase.open(in: folder.url)
        let header = RecordingHeader(startedAt: clock.anchorWall, version: "test", capture: .full, host: nil)
        var recorder = try Recorder(database, header: header)
        let items = account.events.map(RecordItem.event)
        for start in stride(from: 0, to: items.count, by: 7) {
            try recorder.append(Array(items[start..<min(start + 7, items.count)]))
        }
        try recorder.append(account.assignments.map { .assignment($0.connection, to: $0.session, tag: nil) })
        try recorder.finish(at: clock.now())

        var copy = Account()
        for stored in try SessionIndex(database).sessions() {
            try Recording(database).forEachEvent(of: stored.summary.id) { copy.take($0) }
        }
        return copy
    }

    /// Takes everything up to the closing of the last connection; gives up after ten seconds without any.
    private func drain(into account: inout Account, closings: Int) {
        var idle = 0
        while idle < 100, account.closings < closings, let batch = tap.nextBatch(within: .milliseconds(100)) {
            idle = batch.isEmpty ? idle + 1 : 0
            for case .event(let event) in batch { account.take(raw: event) }
        }
    }
}

extension Account {
    var closings: Int {
        events.count { event in
            if case .closed = event.kind { true } else { false }
        }
    }
}
