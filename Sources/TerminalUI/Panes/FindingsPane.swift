import Diagnosis
import Wording

/// The findings of a session in brief: the mark, what happened, and for the selected one what to do.
struct FindingsPane {
    /// Nil while nobody has looked.
    let findings: [Finding]?
    let cursor: ListCursor<Finding.Key>
    let privacy: Privacy

    func draw(in rect: Rect, title: Section, on grid: inout CellGrid) {
        let body = title.draw(in: rect, on: &grid)
        guard let findings, let selected = cursor.index(in: findings.map(\.key)) else {
            let remark =
                findings == nil ? StyledText(Format.unknown, .faint) : StyledText("●", .good) + " nothing found"
            return grid.draw(remark, in: body)
        }
        let lines = lines(findings, selected: title.isFocused ? selected : 0, width: body.columns)
        let first = lines.firstIndex { $0.isSelected } ?? 0
        let top = max(0, min(first, lines.count - body.rows))
        for (offset, line) in lines.dropFirst(top).prefix(body.rows).enumerated() {
            let place = Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1)
            grid.draw(line.text, in: place)
            if line.isSelected, title.isFocused { grid.mark(place, .selected) }
        }
    }

    private func lines(_ findings: [Finding], selected: Int, width: Int) -> [(text: StyledText, isSelected: Bool)] {
        findings.enumerated().flatMap { index, finding in
            let head = finding.severity.mark + " " + StyledText(privacy.maskedQuotes(finding.title))
            let wrapped = TextWidth.wrapped(privacy.maskedQuotes(finding.fix), to: max(8, width - 2))
            let fix = index == selected ? wrapped.map { ("  " + StyledText($0, .faint), false) } : []
            return [(head, index == selected)] + fix
        }
    }
}
