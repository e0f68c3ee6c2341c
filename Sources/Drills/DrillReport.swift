package import LiveProtocol
import Proxy
package import Reports
import Runtime
import Wording

/// All verdicts of one `livetop drill`: a table for people, one document for programs, and what CI reads.
package struct DrillReport: Sendable {
    package var verdicts: [DrillVerdict]
    /// Where the calls are recorded.
    package var folder: String

    package init(_ verdicts: [DrillVerdict], folder: String) {
        self.verdicts = verdicts
        self.folder = folder
    }

    package var isPassed: Bool { verdicts.allSatisfy(\.isPassed) }

    /// A client did not do what a good one does, as far as it was tested.
    package var isFailed: Bool { verdicts.contains { $0.isTested && !$0.isPassed } }

    package var text: String {
        var table = TextTable(
            header: ["SCENARIO", "VERDICT", "RECONNECT", "HANDLE", "AUDIO LOST", "LOST", "TWICE", "TOOLS OPEN", "WHY"],
            rightAligned: [2, 4, 5, 6, 7], rows: [])
        table.rows = verdicts.map { verdict in
            let found = verdict.findings
            return [
                verdict.scenario.name, verdict.isPassed ? "ok" : verdict.isTested ? "FAILED" : "not tested",
                found.reconnectedIn.map(Words.time) ?? Format.unknown, found.handle?.word ?? Format.unknown,
                found.audioLost.map(Words.time) ?? Format.unknown, "\(found.messagesLost)",
                "\(found.sentTwice + found.askedTwice)", "\(found.openToolCalls)",
                verdict.reasons.joined(separator: "; "),
            ]
        }
        let passed = verdicts.count(where: \.isPassed)
        let untested = verdicts.count { !$0.isTested }
        let rest = untested > 0 ? ", \(untested) not tested" : ""
        let hint =
            untested > 0
            ? "\nWhat never came tests nothing: most faults come after two turns of the model (2turns), so the program has to "
                + "go on so long." : ""
        return table.text + "\n\(passed) of \(verdicts.count) as a good client\(rest); recorded in \(folder)" + hint
    }

    package var json: JSONValue {
        .object([
            ("schema", "livetop.drill/1"), ("passed", .bool(isPassed)), ("folder", .string(folder)),
            ("scenarios", .array(verdicts.map(\.json))),
        ])
    }

    /// A case for each thing that was asked.
    package var outcomes: [CheckOutcome] {
        verdicts.flatMap { verdict in
            verdict.checks.map {
                CheckOutcome(
                    session: "drill.\(verdict.scenario.name)", name: $0.name,
                    verdict: $0.isPassed ? .passed : verdict.isTested ? .failed : .unknown,
                    detail: $0.detail)
            }
        }
    }

    package var junit: String { JUnitReport(outcomes).text }
}

extension DrillVerdict {
    fileprivate var json: JSONValue {
        .object([
            ("scenario", .string(scenario.name)), ("passed", .bool(isPassed)), ("tested", .bool(isTested)),
            ("faults", .array((scenario.faults + scenario.laterFaults).map(JSONValue.string))),
            ("injected", .array(findings.injected.map(JSONValue.string))),
            ("connections", .integer(findings.connections)),
            ("reconnectMs", .number(findings.reconnectedIn?.milliseconds)),
            ("handle", .string(findings.handle?.rawValue)), ("audioLostMs", .number(findings.audioLost?.milliseconds)),
            ("messagesLost", .integer(findings.messagesLost)), ("sentTwice", .integer(findings.sentTwice)),
            ("askedTwice", .integer(findings.askedTwice)), ("openToolCalls", .integer(findings.openToolCalls)),
            ("survived", .bool(findings.survived)), ("exitCode", .integer(exitCode.map(Int.init))),
            (
                "checks",
                .array(
                    checks.map {
                        .object([
                            ("name", .string($0.name)), ("passed", .bool($0.isPassed)), ("detail", .string($0.detail)),
                        ])
                    })
            ),
        ])
    }
}

extension DrillFindings.Handle {
    fileprivate var word: String { self == .notGiven ? "none given" : rawValue }
}
