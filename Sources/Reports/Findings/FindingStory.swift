package import Diagnosis
package import LiveProtocol
import SessionModel
import Wording

/// Findings told to a person: what happened, its cause, the evidence and the fix, in that order.
package struct FindingStory {
    /// When the session began; nil where nobody knows when its messages crossed.
    private let start: Timestamp?

    package init(start: Timestamp?) { self.start = start }

    package func text(_ findings: [Finding]) -> String {
        findings.map { lines(of: $0).joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private func lines(of finding: Finding) -> [String] {
        let name = [finding.rule.rawValue, finding.variant].compactMap(\.self).joined(separator: "/")
        let doubt = finding.confidence == .low ? ", not certain" : ""
        let kind = finding.isPrediction ? "\(finding.severity.rawValue), foreseen" : finding.severity.rawValue
        return ["\(kind)\(doubt): \(clean(finding.title))  [\(name)]", "  cause     \(clean(finding.cause))"]
            + time(of: finding) + labelled("evidence", finding.evidence.map(words)) + [
                "  fix       \(clean(finding.fix))"
            ]
            + labelled("explains", finding.explains.map { "\(clean($0.title))  [\($0.rule)]" })
    }

    /// Of what is over, or was so more than once.
    private func time(of finding: Finding) -> [String] {
        guard let start, finding.resolvedAt != nil || finding.times > 1 else { return [] }
        let span = "\(Format.position(finding.from - start)) to \(Format.position(finding.to - start))"
        let times = finding.times > 1 ? ", \(finding.times) times" : ""
        return ["  time      \(span)\(times)\(finding.resolvedAt == nil ? "" : ", over")"]
    }

    private func labelled(_ label: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { index, line in
            "  " + Columns.left(index == 0 ? label : "", width: 10) + line
        }
    }

    private func words(_ evidence: Evidence) -> String {
        let frame = evidence.sequence.map { " #\($0)" } ?? ""
        let position = start.map { Format.position(evidence.at - $0) } ?? Format.unknown
        return "\(position)\(frame)  \(clean(evidence.note))"
    }

    /// Text from the network without what could drive a terminal.
    private func clean(_ text: String) -> String { ForeignText.clean(text) }
}
