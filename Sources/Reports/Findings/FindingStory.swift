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
        grouped(findings).map { lines(of: $0).joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// The same finding several times is told once, at the place of the first, with the evidence of all.
    private func grouped(_ findings: [Finding]) -> [Group] {
        var groups: [Group] = []
        for finding in findings {
            if let place = groups.firstIndex(where: { $0.holds(finding) }) {
                groups[place].others.append(finding)
            } else {
                groups.append(Group(finding: finding))
            }
        }
        return groups
    }

    private struct Group {
        var finding: Finding
        var others: [Finding] = []

        /// In the words that would stand below each other, all but the evidence.
        func holds(_ other: Finding) -> Bool {
            (finding.rule, finding.variant, finding.severity, finding.title, finding.cause, finding.fix)
                == (other.rule, other.variant, other.severity, other.title, other.cause, other.fix)
                && finding.confidence == other.confidence && finding.isPrediction == other.isPrediction
                && finding.explains.isEmpty && other.explains.isEmpty
        }

        /// How often it was so.
        var times: Int { ([finding] + others).reduce(0) { $0.addingClamped(max(1, $1.times)) } }
        var isOver: Bool { ([finding] + others).allSatisfy { $0.resolvedAt != nil } }
        var from: Timestamp { ([finding] + others).map(\.from).min() ?? finding.from }
        var to: Timestamp { ([finding] + others).map(\.to).max() ?? finding.to }
        /// In the order of time.
        var evidence: [Evidence] {
            others.isEmpty
                ? finding.evidence : ([finding] + others).flatMap(\.evidence).sorted { $0.at < $1.at }
        }
    }

    /// Lines of evidence of a finding that was so more than once; all are in the document.
    private static let shown = 8

    private func lines(of group: Group) -> [String] {
        let finding = group.finding
        let name = [finding.rule.rawValue, finding.variant].compactMap(\.self).joined(separator: "/")
        let doubt = finding.confidence == .low ? ", not certain" : ""
        let kind = finding.isPrediction ? "\(finding.severity.rawValue), foreseen" : finding.severity.rawValue
        let mark = group.others.isEmpty ? "" : "  ×\(group.others.count + 1)"
        let evidence = group.evidence.map(words)
        let rest = group.others.isEmpty ? 0 : evidence.count - Self.shown
        let told = rest > 0 ? evidence.prefix(Self.shown) + ["and \(rest) more"] : evidence[...]
        return ["\(kind)\(doubt): \(clean(finding.title))  [\(name)]\(mark)", "  cause     \(clean(finding.cause))"]
            + time(of: group) + labelled("evidence", Array(told)) + [
                "  fix       \(clean(finding.fix))"
            ]
            + labelled("explains", finding.explains.map { "\(clean($0.title))  [\($0.rule)]" })
    }

    /// Of what is over, or was so more than once.
    private func time(of group: Group) -> [String] {
        guard let start, group.isOver || group.times > 1 else { return [] }
        let span = "\(Format.position(group.from - start)) to \(Format.position(group.to - start))"
        let times = group.times > 1 ? ", \(Format.count(Int64(group.times))) times" : ""
        return ["  time      \(span)\(times)\(group.isOver ? ", over" : "")"]
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
