import ArgumentParser
import Diagnosis
import Foundation
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import Wording

/// `livetop check [ID…]`: recorded sessions against limits, for continuous integration.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fail if recorded sessions break a limit or have a finding: a gate for CI.",
        discussion: """
            Without --max and --fail-on a finding of severity error fails. Ends with 0 if all is well, 1 if not, 2 if it \
            could not be told: a metric without samples passes nothing. Statistics: p50, p95, p99, min, max, mean, count. Metrics are those of livetop stats.

            Examples:
              livetop check @last
              livetop check --max response_ms.p95=1500 --fail-on error
              livetop check @last --max bargein_ms.p50=400 --junit report.xml
            """)

    @OptionGroup var data: DataOptions

    @Argument(
        help: ArgumentHelp("The sessions; the last one if there are none.", valueName: "session"),
        completion: RecordedNames.sessions)
    var sessions: [String] = []

    @Option(
        help: ArgumentHelp("The most that a statistic may be.", valueName: "metric.stat=value"),
        transform: MetricFlag.read)
    var max: [MetricLimit] = []

    @Option(
        help: ArgumentHelp("The least severity of a finding that fails: info, warning, error. Without --max, error."))
    var failOn: SeverityOption?

    @Option(help: ArgumentHelp("Write a JUnit report.", valueName: "file"), completion: .file())
    var junit: String?

    func run() throws {
        let outcomes = try data.recordings().toldOnErrorStream.diagnose(named: sessions).flatMap { entry in
            self.outcomes(entry).map { outcome in
                var outcome = outcome
                outcome.tag = entry.opened.state.tag
                return outcome
            }
        }
        for outcome in outcomes { try StandardOutput.say(outcome.line) }
        if let junit { try ExportTarget.write(JUnitReport(outcomes).text, to: junit) }
        if outcomes.contains(where: { $0.verdict == .unknown }) { throw ExitCode(ExitStatus.failure.rawValue) }
        if outcomes.contains(where: { $0.verdict == .failed }) { throw ExitCode(ExitStatus.differs.rawValue) }
    }

    private func outcomes(_ entry: DiagnosedSession) -> [CheckOutcome] {
        let session = entry.opened.state.id.description
        let limits = max.map { $0.outcome(in: entry.opened.state.metrics, session) }
        guard let failOn = failOn?.severity ?? (max.isEmpty ? .error : nil) else { return limits }
        let severe = entry.findings.filter { $0.severity >= failOn && !$0.isPrediction }
        let words = severe.map { "\($0.rule): \($0.title)" }.joined(separator: "; ")
        return limits + [
            CheckOutcome(
                session: session, name: "no finding from \(failOn.rawValue) on",
                verdict: severe.isEmpty ? .passed : .failed,
                detail: [severe.isEmpty ? "none" : words, entry.result.note].compactMap(\.self)
                    .joined(separator: "; "))
        ]
    }
}
