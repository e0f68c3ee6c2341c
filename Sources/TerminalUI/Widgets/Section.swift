/// A title on a rule, with an optional remark at its right end, above a part of a screen.
struct Section {
    var title: String
    var remark = ""
    /// The keys that move work here.
    var isFocused = false

    /// Draws the title into the first row of `rect` and returns what is left below it.
    func draw(in rect: Rect, on grid: inout CellGrid) -> Rect {
        let (line, rest) = rect.cutTop(1)
        grid.fill(line, with: "─", .faint)
        let heading = StyledText(isFocused ? "▸ " : "", .accent) + StyledText(title + " ", .heading)
        grid.draw(heading, in: line)
        let note = StyledText(remark.isEmpty ? "" : " " + remark, .faint)
        if heading.width + note.width + 2 <= line.columns { grid.draw(note, in: line, aligned: .right) }
        return rest
    }
}
