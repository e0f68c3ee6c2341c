import Wording

/// The line that is being typed, and above it what is wrong with it or how it could go on.
struct TypedLinePane {
    let line: TypedLine
    /// Why the line cannot be used as it is.
    var problem: String?

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let (bottom, above) = rect.cutBottom(1)
        grid.fill(rect)
        draw(remark, in: above, on: &grid)
        let mark =
            switch line.kind {
            case .command: ":"
            case .comment: ";"
            case .filter, .search: "/"
            }
        let text = StyledText(mark, .accent) + StyledText(shown(width: bottom.columns - 2))
        grid.draw(text, in: bottom)
        let cursor = min(1 + cursorColumn, bottom.columns - 1)
        grid.mark(Rect(row: bottom.row, column: bottom.column + cursor, columns: 1, rows: 1), .selected)
    }

    private func draw(_ text: StyledText, in rect: Rect, on grid: inout CellGrid) {
        guard rect.rows > 0 else { return }
        grid.draw(text, in: rect.inset(columns: 1))
    }

    private var remark: StyledText {
        if let problem { return StyledText("✗ " + problem, .warning) }
        guard let completion = line.completion else { return "" }
        return completion.candidates.enumerated().map { index, candidate in
            StyledText(candidate, index == completion.index ? .strong : .faint)
        }.joined(by: "  ")
    }

    private var cursorColumn: Int { TextWidth.width(line.editor.head) }

    /// The end of a line that is too long, so that the cursor stays in sight.
    private func shown(width: Int) -> String {
        let text = line.text
        guard TextWidth.width(text) > width, width > 1 else { return text }
        return "…" + String(text.suffix(max(0, width - 1)))
    }
}
