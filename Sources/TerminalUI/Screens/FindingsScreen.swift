import Diagnosis
import LiveProtocol
import SessionModel

/// What is wrong with a session, grouped by rule, and below it all there is to know about the selected finding.
struct FindingsScreen {
    /// In the order on screen; nil while nobody has looked.
    let findings: [Finding]?
    /// `1 finding muted`; nil where none is.
    var mutedNote: String?
    let cursor: FindingsCursor
    let time: TimeScale
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        guard let findings, let selected = cursor.index(in: findings) else {
            return drawNothing(in: rect.inset(columns: 1), on: &grid)
        }
        let parts = Self.parts(of: rect)
        let height = max(0, parts.list.rows - 1)
        let table = Table(
            columns: columns(width: parts.list.columns), rowCount: findings.count,
            top: SessionsList.top(showing: selected, from: cursor.top, height: height, count: findings.count),
            selected: selected
        ) { cells(findings[$0], after: $0 > 0 ? findings[$0 - 1] : nil) }
        table.draw(in: parts.list, on: &grid)
        FindingPane(finding: findings[selected], time: time, privacy: privacy).draw(in: parts.detail, on: &grid)
    }

    /// Which finding is selected, of how many.
    var position: String {
        guard let findings, let index = cursor.index(in: findings) else { return "" }
        return (["\(index + 1) of \(findings.count)"] + [mutedNote].compactMap(\.self)).joined(separator: ", ")
    }

    /// Rows of findings that fit.
    static func listHeight(in body: Rect) -> Int { max(0, parts(of: body).list.rows - 1) }

    /// Columns from which both parts stand side by side.
    private static let wide = 160

    private static func parts(of rect: Rect) -> (list: Rect, detail: Rect) {
        if rect.columns >= wide {
            let (list, detail) = rect.cutLeft(rect.columns / 2, gap: 2)
            return (list, detail.inset(columns: 1))
        }
        let (list, rest) = rect.cutTop(rect.rows < 8 ? rect.rows : max(4, rect.rows * 2 / 5))
        return (list, rest.dropTop(1).inset(columns: 1))
    }

    private func drawNothing(in rect: Rect, on grid: inout CellGrid) {
        guard findings != nil else { return grid.draw(StyledText(Format.unknown, .faint), in: rect) }
        let muted = mutedNote.map { StyledText(", \($0)", .faint) } ?? ""
        grid.draw(StyledText("●", .good) + " nothing found" + muted, in: rect)
    }

    private func columns(width: Int) -> [Table.Column] {
        let rule = min(26, max(8, width / 3))
        var columns = [("", 1, Alignment.left), ("RULE", rule, .left), (time.heading, 12, .right)]
        let used = columns.reduce(0) { $0 + $1.1 + Table.gap }
        columns.append(("WHAT HAPPENED", max(0, width - used - 2), .left))
        return columns.map { Table.Column(title: StyledText($0.0, .heading), width: $0.1, alignment: $0.2) }
    }

    /// A rule is named once, at its first finding.
    private func cells(_ finding: Finding, after previous: Finding?) -> [StyledText] {
        let isFirst = finding.rule != previous?.rule
        let expected = finding.isPrediction ? StyledText("expected: ", .warning) : ""
        return [
            finding.severity.mark, StyledText(isFirst ? finding.rule.rawValue : "", .strong),
            StyledText(time.text(finding.from, after: previous?.from), .faint),
            expected + StyledText(privacy.maskedQuotes(finding.title)),
        ]
    }
}

extension Severity {
    /// Differs in shape and colour.
    var sign: (scalar: Unicode.Scalar, style: Style) {
        switch self {
        case .info: ("·", .faint)
        case .warning: ("▲", .warning)
        case .error: ("■", .alert)
        }
    }

    var mark: StyledText { StyledText(String(Character(sign.scalar)), sign.style) }
}

extension Finding {
    /// All of it, as text to copy.
    var words: String {
        let name = rule.rawValue + (variant.map { " (\($0))" } ?? "")
        return ([name + ": " + title, cause, fix] + evidence.map(\.note)).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
