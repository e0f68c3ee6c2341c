package import Diagnosis
package import LiveProtocol
import SessionModel

/// Findings as `diagnose --json`, `show --json` and `ls --json` print them.
///
/// Stable: other programs rely on these keys. Instants are seconds since the session's start; unknown is null.
package struct FindingDocument {
    /// When the session began; nil where nobody knows when its messages crossed.
    private let start: Timestamp?

    package init(start: Timestamp?) { self.start = start }

    package func json(_ findings: [Finding]) -> JSONValue { .array(findings.map(json)) }

    package func json(_ finding: Finding) -> JSONValue {
        .object([
            ("id", .string(finding.rule.rawValue)), ("variant", .string(finding.variant)),
            ("severity", .string(finding.severity.rawValue)), ("confidence", .string(finding.confidence.rawValue)),
            ("isPrediction", .bool(finding.isPrediction)), ("from", offset(finding.from)), ("to", offset(finding.to)),
            ("times", .integer(finding.times)), ("resolvedAt", finding.resolvedAt.map(offset) ?? .null),
            ("connection", .string(finding.connection?.description)),
            ("evidence", .array(finding.evidence.map(json))),
            ("numbers", .object(finding.numbers.map { ($0.name, .number($0.value)) })),
            ("title", .string(finding.title)), ("cause", .string(finding.cause)), ("fix", .string(finding.fix)),
            ("explains", .array(finding.explains.map(json))),
        ])
    }

    private func json(_ evidence: Evidence) -> JSONValue {
        .object([
            ("connection", .string(evidence.connection.description)), ("frame", .integer(evidence.sequence)),
            ("at", offset(evidence.at)), ("note", .string(evidence.note)),
        ])
    }

    private func offset(_ instant: Timestamp) -> JSONValue { .number(start.map { (instant - $0).seconds }) }
}
