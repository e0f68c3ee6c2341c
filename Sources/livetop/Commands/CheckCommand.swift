import ArgumentParser
import Diagnosis
import Foundation
import LiveProtocol
import Recordings
import SessionModel
import Wording

/// `livetop check [ID…]`: recorded sessions against limits, for continuous integration.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fail if recorded sessions break a limit or have a finding: a gate for CI.",
        discussion: """
            Ends with 0 if all is well, 1 if not, 2 if it could not be told: a metric without samples passes \
            nothing. Statistics: p50, p95, p99, min, max, mean, count. Metrics are those of livetop stats.

            Examples:
              livetop check --max response_ms.p95=1500 --fail-on error
              livetop check @last --max bargein_ms.p50=400 --junit report.xml
            """)

    @OptionGroup var data: DataOptions

    @Argument(
        help: ArgumentHelp("The sessions; the last one if there are none.", valueName: "session"),
        completion: RecordedNames.sessions)
    var sessions: [String] = []

    @Option(help: ArgumentHelp("The most that a statistic may be.", valueName: "metric.stat=value"))
    var max: [MetricLimit] = []

    @Option(help: ArgumentHelp("The least severity of a finding that fails: info, warning, error."))
    var failOn: SeverityOption?

    @Option(help: ArgumentHelp("Write a JUnit report.", valueName: "file"), completion: .file())
    var junit: String?

    func validate() throws {
        if max.isEmpty, failOn == nil { throw ValidationError("nothing to check: name --max or --fail-on") }
    }

    func run() throws {
        let diagnosed = try DiagnosedSessions(sessions, data)
        let outcomes = diagnosed.entries.flatMap(outcomes)
        for outcome in outcomes { try StandardOutput.say(outcome.line) }
        if let junit { try write(JUnitReport(outcomes).text, to: junit) }
        if outcomes.contains(where: { $0.verdict == .unknown }) { throw ExitCode(ExitStatus.failure.rawValue) }
        if outcomes.contains(where: { $0.verdict == .failed }) { throw ExitCode(ExitStatus.differs.rawValue) }
    }

    private func outcomes(_ entry: DiagnosedSession) -> [CheckOutcome] {
        let session = entry.opened.state.id.description
        let limits = max.map { $0.outcome(in: entry.opened.state.metrics, session) }
        guard let failOn = failOn?.severity else { return limits }
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

    private func write(_ text: String, to path: String) throws {
        let target = try ExportTarget(path: path, replaces: true)
        do {
            try target.write(Array(text.utf8))
            try target.finish()
        } catch {
            target.abandon()
            throw error
        }
    }
}

/// One thing that was checked.
struct CheckOutcome {
    enum Verdict { case passed, failed, unknown }

    var session: String
    var name: String
    var verdict: Verdict
    var detail: String

    var line: String {
        let word =
            switch verdict {
            case .passed: "ok    "
            case .failed: "FAILED"
            case .unknown: "?     "
            }
        return ForeignText.clean("\(word)  \(session)  \(name): \(detail)")
    }
}

/// `response_ms.p95=1500`.
struct MetricLimit: ExpressibleByArgument {
    var metric: Metric
    var statistic: String
    var value: Double

    private static let statistics: [String: @Sendable (MetricStatistics) -> Double] = [
        "p50": { $0.p50 }, "p95": { $0.p95 }, "p99": { $0.p99 }, "min": { $0.min }, "max": { $0.max },
        "mean": { $0.mean }, "count": { Double($0.count) },
    ]

    init?(argument: String) {
        let sides = argument.split(separator: "=", maxSplits: 1)
        let names = sides.first?.split(separator: ".", maxSplits: 1) ?? []
        guard sides.count == 2, names.count == 2, let value = Double(sides[1]), value.isFinite,
            let metric = Metric(rawValue: String(names[0])), Self.statistics[String(names[1])] != nil
        else { return nil }
        (self.metric, self.statistic, self.value) = (metric, String(names[1]), value)
    }

    func outcome(in log: MetricLog, _ session: String) -> CheckOutcome {
        let name = "\(metric.rawValue).\(statistic) at most \(Format.significant(value))"
        guard let statistics = log.statistics(for: metric), let read = Self.statistics[statistic] else {
            return CheckOutcome(session: session, name: name, verdict: .unknown, detail: "no samples")
        }
        let actual = read(statistics)
        let anchor = statistics.anchor.map { " (\($0.rawValue))" } ?? ""
        return CheckOutcome(
            session: session, name: name, verdict: actual <= value ? .passed : .failed,
            detail: "\(Format.significant(actual)) of \(statistics.count) samples\(anchor)")
    }
}

/// The outcomes as continuous integration reads them.
struct JUnitReport {
    private let outcomes: [CheckOutcome]

    init(_ outcomes: [CheckOutcome]) { self.outcomes = outcomes }

    var text: String {
        let failures = outcomes.count { $0.verdict == .failed }
        let errors = outcomes.count { $0.verdict == .unknown }
        let counts = "tests=\"\(outcomes.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites \(counts)>
              <testsuite name="livetop" \(counts) skipped="0" time="0">
            \(outcomes.map(testCase).joined(separator: "\n"))
              </testsuite>
            </testsuites>

            """
    }

    private func testCase(_ outcome: CheckOutcome) -> String {
        let head =
            "    <testcase classname=\"livetop.\(escaped(outcome.session))\" name=\"\(escaped(outcome.name))\" time=\"0\""
        switch outcome.verdict {
        case .passed: return head + "/>"
        case .failed: return head + "><failure message=\"\(escaped(outcome.detail))\" type=\"limit\"/></testcase>"
        case .unknown: return head + "><error message=\"\(escaped(outcome.detail))\" type=\"unknown\"/></testcase>"
        }
    }

    private func escaped(_ text: String) -> String {
        ForeignText.harmless(text).replacing("\u{FFFE}", with: "").replacing("\u{FFFF}", with: "")
            .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
