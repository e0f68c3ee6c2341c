package import Diagnosis
package import LiveProtocol
package import SessionModel
import Wording

/// A comparison of two sessions as `livetop diff` prints it.
package struct DiffReport {
    private let comparison: SessionComparison
    private let sides: [SessionState]

    package init(_ comparison: SessionComparison, left: SessionState, right: SessionState) {
        self.comparison = comparison
        sides = [left, right]
    }

    // MARK: For people

    package var text: String {
        let heading = zip(["-", "+"], sides).map { sign, side in
            let opening = side.isDated ? side.openedAt.rfc3339 : Format.unknown
            return "\(sign) \(side.id)  \(opening)\(side.tag.map { "  tag \(ForeignText.clean($0))" } ?? "")"
        }.joined(separator: "\n")
        guard !comparison.isEmpty else { return heading + "\n\nno differences" }
        let parts = [
            section("setup", comparison.setup), turns, section("totals", Self.inWords(comparison.totals)), findings,
        ]
        return ([heading] + parts.filter { !$0.isEmpty }).joined(separator: "\n\n")
    }

    /// Named as people say it; settings have the names that their document gives them.
    private static func inWords(_ differences: [Difference]) -> [Difference] {
        differences.map { difference in
            var difference = difference
            difference.name = Format.key(difference.name)
            return difference
        }
    }

    private func section(_ title: String, _ differences: [Difference]) -> String {
        differences.isEmpty ? "" : "\(title)\n" + lines(differences, indent: "  ")
    }

    private var turns: String {
        comparison.turns.isEmpty
            ? ""
            : "turns\n"
                + comparison.turns.map { turn in
                    switch turn.presence {
                    case .left: "  #\(turn.index)  only in -"
                    case .right: "  #\(turn.index)  only in +"
                    case .both: "  #\(turn.index)\n" + lines(Self.inWords(turn.differences), indent: "    ")
                    }
                }.joined(separator: "\n")
    }

    private var findings: String {
        comparison.findings.isEmpty
            ? ""
            : "findings\n"
                + comparison.findings.map { finding in
                    let name = ([finding.rule.rawValue] + [finding.variant].compactMap(\.self)).joined(separator: " ")
                    let title = ForeignText.clean(finding.title)
                    return
                        "  \(finding.severity.rawValue) \(name): \(finding.leftCount) → \(finding.rightCount)  \(title)"
                }.joined(separator: "\n")
    }

    /// Short values beside each other, texts below each other.
    private func lines(_ differences: [Difference], indent: String) -> String {
        let width = differences.map { TextWidth.width(ForeignText.clean($0.name)) }.max() ?? 0
        return differences.map { difference in
            // A setting may have been named by the client.
            let title = ForeignText.clean(difference.name)
            let name = indent + Columns.left(title, width: width + 2)
            let values = [difference.left, difference.right].map(words)
            guard values.contains(where: { $0.count > 30 }) else {
                return "\(name)\(values[0]) → \(values[1])\(change(difference))"
            }
            return "\(indent)\(title)\n\(indent)  - \(values[0])\n\(indent)  + \(values[1])"
        }.joined(separator: "\n")
    }

    private func words(_ value: Difference.Value?) -> String {
        switch value {
        case .text(let text): ForeignText.clean(text)
        case .milliseconds(let length): Format.latency(.nanoseconds(Int64(clamping: length * 1e6)))
        case .count(let count): Format.count(count)
        case nil: Format.unknown
        }
    }

    private func change(_ difference: Difference) -> String {
        switch (difference.left, difference.right) {
        case (.milliseconds(let left), .milliseconds(let right)):
            let length = Format.latency(.nanoseconds(Int64(clamping: abs(right - left) * 1e6)))
            return "  (\(right > left ? "+" : "-")\(length))"
        case (.count(let left), .count(let right)):
            let (change, overflow) = right.subtractingReportingOverflow(left)
            return overflow ? "" : "  (\(change > 0 ? "+" : "")\(Format.count(change)))"
        default: return ""
        }
    }

    // MARK: For programs

    /// `livetop.diff/1`: only what differs; unknown is null.
    package var json: JSONValue {
        .object([
            ("schema", .string("livetop.diff/1")),
            ("left", .string(sides.first?.id.description)), ("right", .string(sides.last?.id.description)),
            ("isEqual", .bool(comparison.isEmpty)),
            ("setup", .array(comparison.setup.map(Self.object))),
            (
                "turns",
                .array(
                    comparison.turns.map { turn in
                        .object([
                            ("index", .integer(turn.index)), ("in", .string(turn.presence.rawValue)),
                            ("differences", .array(turn.differences.map(Self.object))),
                        ])
                    })
            ),
            ("totals", .array(comparison.totals.map(Self.object))),
            (
                "findings",
                .array(
                    comparison.findings.map { finding in
                        .object([
                            ("rule", .string(finding.rule.rawValue)), ("variant", .string(finding.variant)),
                            ("severity", .string(finding.severity.rawValue)), ("left", .integer(finding.leftCount)),
                            ("right", .integer(finding.rightCount)),
                        ])
                    })
            ),
        ])
    }

    private static func object(_ difference: Difference) -> JSONValue {
        .object([
            ("name", .string(difference.name)), ("left", value(difference.left)), ("right", value(difference.right)),
        ])
    }

    private static func value(_ value: Difference.Value?) -> JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .milliseconds(let length): .number(length)
        case .count(let count): .integer(count)
        case nil: .null
        }
    }
}
