import Wording

/// A frame with a title in the middle of the screen, and lines in it from `top` on.
struct TextPane {
    var title: String
    var lines: [StyledText]
    var top = 0
    var style = Style.accent
    /// Lines of a list that are not among `lines`, before and behind those that are.
    var hidden = (above: 0, below: 0)

    /// Columns of a line in a frame that takes all of a place.
    static func columns(in rect: Rect) -> Int { max(2, rect.columns - 4) }

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let width = max(TextWidth.width(title) + 4, lines.map(\.width).max() ?? 0) + 4
        let box = rect.centered(Size(width, lines.count + 2))
        grid.fill(box)
        drawBorder(box, on: &grid)
        let inner = Rect(row: box.row + 1, column: box.column + 2, columns: box.columns - 4, rows: box.rows - 2)
        let first = max(0, min(top, lines.count - inner.rows))
        for (offset, line) in lines.dropFirst(first).prefix(inner.rows).enumerated() {
            grid.draw(line, in: Rect(row: inner.row + offset, column: inner.column, columns: inner.columns, rows: 1))
        }
        drawMore(
            above: hidden.above + first, below: hidden.below + lines.count - first - inner.rows, in: box, on: &grid)
    }

    /// On the border, what does not fit: that it scrolls is seen before it is tried.
    private func drawMore(above: Int, below: Int, in box: Rect, on grid: inout CellGrid) {
        for (count, sign, row) in [(above, "▴", box.row), (below, "▾", box.row + box.rows - 1)] where count > 0 {
            let text = StyledText(" \(sign) \(count) more ", Style(style.role, .bold))
            let column = box.column + box.columns - text.width - 2
            if column > box.column { grid.draw(text, row: row, column: column) }
        }
    }

    private func drawBorder(_ box: Rect, on grid: inout CellGrid) {
        guard box.columns >= 2, box.rows >= 2 else { return }
        let rule = String(repeating: "─", count: box.columns - 2)
        let last = box.row + box.rows - 1
        grid.draw(StyledText("╭\(rule)╮", style), row: box.row, column: box.column)
        grid.draw(StyledText("╰\(rule)╯", style), row: last, column: box.column)
        for row in box.row + 1..<last {
            grid.draw(StyledText("│", style), row: row, column: box.column)
            grid.draw(StyledText("│", style), row: row, column: box.column + box.columns - 1)
        }
        let heading = StyledText(" \(title) ", Style(style.role, .bold)).truncated(to: max(0, box.columns - 4))
        grid.draw(heading, row: box.row, column: box.column + 2)
    }
}

extension [StyledText] {
    /// As a frame in that place can show them whole.
    func wrapped(in rect: Rect) -> [StyledText] {
        let columns = TextPane.columns(in: rect)
        return flatMap { $0.wrapped(to: columns) }
    }
}
