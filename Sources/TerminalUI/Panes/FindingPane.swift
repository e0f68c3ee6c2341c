import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// One finding in full: what happened, why, what to do, in code where we know it, by which frames.
struct FindingPane {
    let finding: Finding
    /// The same at other times, the newest first.
    var others: [Finding] = []
    let numbers: FrameNumbers
    let time: TimeScale
    let privacy: Privacy
    /// Whose code is shown; nil where none is known.
    var kit: ClientKit?
    /// What the client is built with, where it says so.
    var clientKit: ClientKit?

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
            + paragraph("fix", finding.fix, width, Style(.good, .bold)) + code(width) + numbers(width) + evidence(width)
            + explained(width)
    }

    /// The cure as it is typed, and for whom.
    private func code(_ width: Int) -> [StyledText] {
        guard let kit, let code = finding.code[kit] else { return [] }
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        let more = finding.code.kits.count - 1
        let whose = kit == clientKit ? ", as this client uses" : ""
        let hint = "\(kit.title)\(whose); y copies" + (more > 0 ? ", v: \(more) more" : "")
        return [Self.label("code") + StyledText(hint, .faint)]
            + lines.flatMap { Self.wrapped(code: $0, to: max(8, width - Self.labelWidth)) }.map {
                Self.label("") + StyledText($0, .accent)
            }
    }

    /// A line that is too long goes on below, indented beyond where it began; what is copied has no such ends.
    private static func wrapped(code line: Substring, to width: Int) -> [String] {
        guard TextWidth.width(line) > width else { return [String(line)] }
        let text = line.drop { $0 == " " }
        let indent = String(repeating: " ", count: min(line.count - text.count, width / 2))
        let rest = String(repeating: " ", count: min(indent.count + 4, width / 2))
        let lines = TextWidth.wrapped(String(text), to: width - rest.count)
        return lines.enumerated().map { ($0 == 0 ? indent : rest) + $1 }
    }

    private static let labelWidth = 10

    private func paragraph(_ label: String, _ text: String, _ width: Int, _ style: Style = .faint) -> [StyledText] {
        guard !text.isEmpty else { return [] }
        let lines = TextWidth.wrapped(privacy.maskedQuotes(text), to: max(8, width - Self.labelWidth))
        return lines.enumerated().map { index, line in
            Self.label(index == 0 ? label : "", style) + StyledText(line)
        }
    }

    private static func label(_ text: String, _ style: Style = .faint) -> StyledText {
        StyledText(text + String(repeating: " ", count: max(0, labelWidth - TextWidth.width(text))), style)
    }

    private func numbers(_ width: Int) -> [StyledText] {
        let words = finding.numbers.map { "\(Format.figureName($0.name)) \(Format.figure($0.name, $0.value))" }.joined(
            separator: "; ")
        return paragraph("numbers", words, width)
    }

    /// Of all of them, the newest first where it is so more than once.
    private func evidence(_ width: Int) -> [StyledText] {
        let all = others.isEmpty ? finding.evidence : others.reduce(finding.evidence) { $0 + $1.evidence }
        let ordered = others.isEmpty ? all : all.sorted { $0.at > $1.at }
        return ordered.enumerated().flatMap { index, evidence in
            let head =
                Self.label(index == 0 ? "evidence" : "") + StyledText(time.text(evidence.at, after: nil), .accent)
                + StyledText(frame(of: evidence).map { "  \($0)  " } ?? "  ", .faint)
            let notes = TextWidth.wrapped(privacy.masked(evidence.note), to: max(16, width - head.width))
            let blank = StyledText(String(repeating: " ", count: head.width))
            return notes.enumerated().map { ($0 == 0 ? head : blank) + StyledText($1) }
        }
    }

    /// As the Frames screen names it.
    private func frame(of evidence: Evidence) -> String? {
        evidence.sequence.map { numbers.words(evidence.connection, $0) }
    }

    private func explained(_ width: Int) -> [StyledText] {
        finding.explains.enumerated().flatMap { index, other in
            let head = Self.label(index == 0 ? "explains" : "") + StyledText(other.rule.rawValue + "  ", .strong)
            let lines = TextWidth.wrapped(privacy.maskedQuotes(other.title), to: max(16, width - head.width))
            let blank = StyledText(String(repeating: " ", count: head.width))
            return lines.enumerated().map { ($0 == 0 ? head : blank) + StyledText($1, .faint) }
        }
    }
}
