/// A title on a rule, with an optional remark at its right end, above a part of a screen.
struct Section {
    var title: String
    var remark = ""

    /// Draws the title into the first row of `rect` and returns what is left below it.
    func draw(in rect: Rect, on grid: inout CellGrid) -> Rect {
        let (line, rest) = rect.cutTop(1)
        grid.fill(line, with: "─", .faint)
        grid.draw(StyledText(title + " ", .heading), in: line)
        let note = StyledText(remark.isEmpty ? "" : " " + remark, .faint)
        if TextWidth.width(title) + note.width + 3 <= line.columns { grid.draw(note, in: line, aligned: .right) }
        return rest
    }
}
