import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// One finding in full: what happened, why, what to do, by which frames.
struct FindingPane {
    let finding: Finding
    let time: TimeScale
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let body = Section(title: finding.rule.rawValue, remark: remark).draw(in: rect, on: &grid)
        for (offset, line) in lines(width: body.columns).prefix(body.rows).enumerated() {
            grid.draw(line, in: Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1))
        }
    }

    private var remark: String {
        [
            finding.variant, finding.severity.rawValue,
            finding.isPrediction ? "expected" : finding.resolvedAt != nil ? "over" : nil,
            finding.confidence == .low ? "not certain" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
    }

    private func lines(width: Int) -> [StyledText] {
        paragraph("what", finding.title, width) + paragraph("why", finding.cause, width)
            + paragraph("fix", finding.fix, width, .good) + numbers(width) + evidence + explained
    }

    private static let labelWidth = 10

    private func paragraph(_ label: String, _ text: String, _ width: Int, _ style: Style = .plain) -> [StyledText] {
        guard !text.isEmpty else { return [] }
        let lines = TextWidth.wrapped(privacy.maskedQuotes(text), to: max(8, width - Self.labelWidth))
        return lines.enumerated().map { index, line in
            Self.label(index == 0 ? label : "") + StyledText(line, style)
        }
    }

    private static func label(_ text: String) -> StyledText {
        StyledText(text + String(repeating: " ", count: max(0, labelWidth - TextWidth.width(text))), .faint)
    }

    private func numbers(_ width: Int) -> [StyledText] {
        let words = finding.numbers.map { "\($0.name) \(Self.number($0.value))" }.joined(separator: "  ")
        return paragraph("numbers", words, width)
    }

    /// Without decimals that say nothing.
    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return Format.unknown }
        let tenths = Int64(clamping: (value * 10).rounded())
        return tenths.isMultiple(of: 10) ? Format.count(tenths / 10) : Format.fixed(value, 1)
    }

    private var evidence: [StyledText] {
        finding.evidence.enumerated().map { index, evidence in
            Self.label(index == 0 ? "evidence" : "") + StyledText(time.text(evidence.at, after: nil), .accent)
                + StyledText(evidence.sequence.map { "  frame \($0)  " } ?? "  ", .faint)
                + StyledText(privacy.masked(evidence.note))
        }
    }

    private var explained: [StyledText] {
        finding.explains.enumerated().map { index, other in
            Self.label(index == 0 ? "explains" : "") + StyledText(other.rule.rawValue + "  ", .strong)
                + StyledText(privacy.maskedQuotes(other.title), .faint)
        }
    }
}
