import LiveProtocol
package import Proxy
import Runtime
import Wording

/// Whether a client took a fault as a good one does: a line for each thing that the scenario asks.
package struct DrillVerdict: Sendable {
    package struct Limits: Equatable, Sendable {
        package var reconnect: Duration
        package var audioLost: Duration

        package init(reconnect: Duration = .seconds(5), audioLost: Duration = .seconds(2)) {
            self.reconnect = reconnect
            self.audioLost = audioLost
        }
    }

    package struct Check: Equatable, Sendable {
        package var name: String
        package var isPassed: Bool
        package var detail: String
    }

    package let scenario: FaultScenario
    package let findings: DrillFindings
    /// Of the client's program; nil when it was ended because its time was over.
    package let exitCode: Int32?
    package let checks: [Check]

    package var isPassed: Bool { checks.allSatisfy(\.isPassed) }

    /// The fault came: without one, nothing is known of the client.
    package var isTested: Bool { !findings.injected.isEmpty }

    /// What went wrong, each thing once.
    package var reasons: [String] {
        checks.filter { !$0.isPassed }.map(\.detail).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    package init(_ scenario: FaultScenario, _ findings: DrillFindings, exitCode: Int32?, _ limits: Limits = Limits()) {
        self.scenario = scenario
        self.findings = findings
        self.exitCode = exitCode
        guard !findings.injected.isEmpty else {
            let why =
                findings.connections == 0
                ? "no call came through"
                : "the client ended before its moment (\(scenario.faults.joined(separator: ", ")))"
            checks = [Check(name: "fault", isPassed: false, detail: "it never came: \(why)")]
            return
        }
        var checks = scenario.expectations.flatMap { Self.checks($0, findings, limits) }
        if let exitCode, exitCode != 0 {
            checks.append(Check(name: "exit", isPassed: false, detail: "the client ended with exit code \(exitCode)"))
        }
        self.checks = checks
    }

    private static func checks(
        _ expectation: FaultScenario.Expectation, _ findings: DrillFindings, _ limits: Limits
    ) -> [Check] {
        switch expectation {
        case .reconnects: reconnects(findings, limits)
        case .resumes: [resumes(findings)]
        case .survives:
            [
                Check(
                    name: "survives", isPassed: findings.survived,
                    detail: findings.survived ? "the connection went on to its end" : "the connection did not go on")
            ]
        case .answersTools:
            [
                Check(
                    name: "tools", isPassed: findings.openToolCalls == 0,
                    detail: findings.openToolCalls == 0
                        ? "no call is left open" : "\(Words.count(findings.openToolCalls, "call")) left open")
            ]
        case .sendsOnce:
            [
                Check(
                    name: "once", isPassed: findings.sentTwice == 0 && findings.askedTwice == 0,
                    detail: "sent twice: \(findings.sentTwice); said twice by the model: \(findings.askedTwice)")
            ]
        }
    }

    private static func reconnects(_ findings: DrillFindings, _ limits: Limits) -> [Check] {
        guard let time = findings.reconnectedIn else {
            return [Check(name: "reconnects", isPassed: false, detail: "no connection came after the break")]
        }
        var checks = [
            Check(
                name: "reconnects", isPassed: time <= limits.reconnect,
                detail: "after \(Words.time(time)), \(Words.time(limits.reconnect)) at most")
        ]
        if let lost = findings.audioLost {
            checks.append(
                Check(
                    name: "audio", isPassed: lost <= limits.audioLost,
                    detail: "a hole of \(Words.time(lost)), \(Words.time(limits.audioLost)) at most"))
        }
        return checks
    }

    private static func resumes(_ findings: DrillFindings) -> Check {
        let detail =
            switch findings.handle {
            case .newest: "with the newest handle"
            case .older: "with an older handle"
            case .some(.none): "a new session, though a handle had been given"
            case .notGiven: "a new session; the client had asked for no handle"
            case nil: "no connection came after the break"
            }
        return Check(name: "resumes", isPassed: findings.handle == .newest, detail: detail)
    }
}
