import Foundation
package import LiveProtocol
package import Proxy
package import Recordings
package import Runtime
import SessionModel
import SessionStore
import Simulator

/// One scenario of `livetop drill`: the simulated service (or the real one), a proxy that breaks the call, and the client
/// that is tried. What was recorded is the evidence.
package struct DrillJob {
    package let scenario: FaultScenario
    package let settings: ProxySettings
    package let knowledge: Knowledge
    package let rule: TextRule?
    /// Nil for the simulated service.
    package let upstream: Upstream?
    package let limits: DrillVerdict.Limits

    package init(
        _ scenario: FaultScenario, settings: ProxySettings, knowledge: Knowledge, redacting rule: TextRule?,
        upstream: Upstream?, limits: DrillVerdict.Limits
    ) {
        self.scenario = scenario
        self.settings = settings
        self.knowledge = knowledge
        self.rule = rule
        self.upstream = upstream
        self.limits = limits
    }

    /// - Parameter client: runs the client against the proxy on a port; its exit code, or nil when its time was over.
    package func run(_ client: (_ port: Int) async throws -> Int32?) async throws -> DrillVerdict {
        let mock = upstream == nil ? try MockServer(MockConfiguration(behaviour: Self.behaviour)) : nil
        var settings = settings
        if let mock {
            settings.upstream = Upstream(isTLS: false, host: "127.0.0.1", port: try await mock.start())
            (settings.upstreamCA, settings.upstreamRules) = (nil, [])
            settings.vertexLocation = nil
        }
        settings.faults = try plan()
        let startedAt = Timestamp.wallClock
        let runtime = try await ProxyRuntime.start(settings, knowledge, redacting: rule, command: "drill")
        let code: Int32?
        do { code = try await client(runtime.place.port) } catch {
            await runtime.shutdown()
            await mock?.shutdown()
            throw error
        }
        await runtime.shutdown()
        await mock?.shutdown()
        let findings = DrillFindings(try events(from: startedAt))
        return DrillVerdict(scenario, findings, exitCode: code, limits)
    }

    /// The faults of the scenario in the first connection that comes.
    private func plan() throws -> FaultPlan {
        do {
            return FaultPlan(
                try scenario.faults.map { FaultPlan.Order(try FaultText.parse($0), .next(1)) }
                    + scenario.laterFaults.map { FaultPlan.Order(try FaultText.parse($0), .next(2)) })
        } catch let error as FaultError {
            throw UserError(
                .usage, what: "the scenario ‘\(scenario.name)’ makes no sense", why: error.why, remedy: error.cure)
        }
    }

    /// The service's own manners, without its patience for those who say nothing.
    private static var behaviour: MockBehaviour {
        var behaviour = MockBehaviour()
        behaviour.pace = 2
        // What the model says twice is then the client's doing.
        behaviour.numbersAnswers = true
        return behaviour
    }

    /// All that this scenario has recorded.
    private func events(from startedAt: Timestamp) throws -> [WireEvent] {
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        var events: [WireEvent] = []
        for session in try SessionIndex(database).sessions() where session.summary.openedAt >= startedAt {
            var stored = Recording(database).events(of: session.summary.id)
            while let event = try stored.next() { events.append(event) }
        }
        return events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
}
