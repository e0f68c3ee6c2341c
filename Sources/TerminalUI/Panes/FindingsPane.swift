import Diagnosis
import Wording

/// The findings of a session in brief: the mark, what happened, and for the selected one what to do, while the keys are
/// here; for the worst that stands above the screen.
struct FindingsPane {
    /// Nil while nobody has looked.
    let findings: [Finding]?
    let cursor: ListCursor<Finding.Key>
    let privacy: Privacy

    func draw(in rect: Rect, title: Section, on grid: inout CellGrid) {
        let body = title.draw(in: rect, on: &grid)
        let groups = findings.map { FindingRows.grouped($0, unfolded: []) }
        guard let groups, let selected = cursor.index(in: groups.map(\.head.key)) else {
            let remark =
                findings == nil ? StyledText(Format.unknown, .faint) : StyledText("●", .good) + " nothing found"
            return grid.draw(remark, in: body)
        }
        let lines = lines(groups, selected: title.isFocused ? selected : nil, in: body)
        let first = lines.firstIndex { $0.isSelected } ?? 0
        let top = max(0, min(first, lines.count - body.rows))
        for (offset, line) in lines.dropFirst(top).prefix(body.rows).enumerated() {
            let place = Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1)
            grid.draw(line.text, in: place)
            if line.isSelected { grid.mark(place, .selected) }
        }
    }

    private func lines(
        _ groups: [FindingGroup], selected: Int?, in body: Rect
    ) -> [(text: StyledText, isSelected: Bool)] {
        let width = max(8, body.columns - 2)
        let fixes = selected.map { TroubleLines.fix(of: groups[$0].head, privacy, width: body.columns) } ?? []
        // Sentences are whole while rows are free.
        var free = body.rows - groups.count - fixes.count
        return groups.enumerated().flatMap { index, group -> [(text: StyledText, isSelected: Bool)] in
            let times = group.times > 1 ? StyledText("×\(group.times) ", .accent) : ""
            let sentence = times + StyledText(privacy.maskedQuotes(group.head.title))
            let wrapped = sentence.wrapped(to: width)
            let isWhole = wrapped.count - 1 <= free
            if isWhole { free -= wrapped.count - 1 }
            let lines = isWhole ? wrapped : [sentence]
            let head = lines.enumerated().map { offset, line in
                ((offset == 0 ? group.head.severity.mark + " " : "  ") + line, index == selected && offset == 0)
            }
            return head + (index == selected ? fixes.map { ($0, false) } : [])
        }
    }
}
