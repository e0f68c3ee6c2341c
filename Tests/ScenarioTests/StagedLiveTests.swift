import Corpus
import Diagnosis
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

/// The staged failures that last less than five seconds, played by mock and client through the real relay in real time,
/// a few of them side by side: what is found on paper is found there.
struct StagedLiveTests {
    private static let failures = StagedFailure.scripted.filter(\.isLive)

    /// So many calls at a time, twice: they mostly wait.
    private static let width = 4

    @Test func `a staged failure is found over sockets, and not in its neighbour`() async throws {
        #expect(Self.failures.count > 20)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, failure) in Self.failures.enumerated() {
                if number >= Self.width { try await group.next() }
                group.addTask { try await check(failure, StagedVariation(number % 5)) }
            }
            try await group.waitForAll()
        }
    }

    private func check(_ failure: StagedFailure, _ variation: StagedVariation) async throws {
        async let fired = findings(in: failure.fires(variation))
        async let silent = findings(in: failure.silent(variation))
        let rule = RuleID(rawValue: failure.rule)
        let (found, unfound) = try await (fired, silent)
        #expect(found.contains { $0.names(rule) }, "\(failure.rule): \(failure.name): \(found.map(\.rule))")
        #expect(unfound.filter { $0.names(rule) }.map(\.title) == [], "\(failure.rule): \(failure.name)")
    }

    @Test func `they last less than five seconds`() {
        for failure in Self.failures {
            for index in 0..<5 {
                for session in [failure.fires(StagedVariation(index)), failure.silent(StagedVariation(index))] {
                    let instants = session.wireEvents().map(\.at)
                    #expect(
                        instants[instants.count - 1] - instants[0] < .seconds(5), "\(failure.rule): \(failure.name)")
                }
            }
        }
    }

    private func findings(in session: StagedSession) async throws -> [Finding] {
        let script = try #require(session.links.first?.script)
        #expect(session.links.count == 1)
        let stage = try await LiveStage(script, pace: 1, spelling: session.spelling)
        var account = Account()
        _ = await stage.play(script, account: &account)
        await stage.shutdown()
        let at = try #require(account.events.last?.at) + session.patience
        let view = FleetView(account.fleet.sessions)
        return account.fleet.sessions.flatMap { Diagnosis().findings(in: $0, at: at, fleet: view) }
    }
}

extension Finding {
    /// It is of that rule, or explains one that is.
    fileprivate func names(_ id: RuleID) -> Bool { rule == id || explains.contains { $0.names(id) } }
}
