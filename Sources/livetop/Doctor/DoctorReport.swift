import LiveProtocol
import Wording

/// What `livetop doctor` prints.
struct DoctorReport: Equatable, Sendable {
    var checks: [Check]

    var problemCount: Int { checks.count { $0.outcome == .problem } }

    /// One line for each check, its cure below it, and the sum at the end.
    var text: String {
        (checks.flatMap(lines) + ["", conclusion]).joined(separator: "\n")
    }

    private func lines(_ check: Check) -> [String] {
        let time = check.duration.map { " (\(Format.latency($0)))" } ?? ""
        let line =
            Columns.left(Self.word(check.outcome), width: 9) + Columns.left(check.id, width: 22) + check.finding + time
        let cure = check.cure.map { [Columns.left("", width: 31) + "do: " + $0] } ?? []
        return [line] + cure
    }

    private static func word(_ outcome: Check.Outcome) -> String {
        switch outcome {
        case .good: "ok"
        case .notice: "note"
        case .problem: "PROBLEM"
        }
    }

    /// A tenth of a millisecond: what is below varies from one try to the next.
    private static func rounded(_ milliseconds: Double) -> Double { (milliseconds * 10).rounded() / 10 }

    private var conclusion: String {
        switch problemCount {
        case 0: "All good."
        case 1: "There is 1 problem."
        default: "There are \(problemCount) problems."
        }
    }

    var json: JSONValue {
        .object([
            ("schema", "livetop.doctor/1"), ("ok", .bool(problemCount == 0)),
            (
                "checks",
                .array(
                    checks.map { check in
                        .object([
                            ("id", .string(check.id)), ("outcome", .string(check.outcome.rawValue)),
                            ("finding", .string(check.finding)), ("cure", .string(check.cure)),
                            ("milliseconds", .number(check.duration.map { Self.rounded($0.milliseconds) })),
                        ])
                    })
            ),
        ])
    }
}
