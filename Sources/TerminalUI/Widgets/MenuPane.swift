import Wording

/// A list to choose from in the middle of the screen, with its selected line.
struct MenuPane {
    let title: String
    let lines: [(name: String, words: String)]
    let selected: Int
    /// What stands below the lines.
    var remark = ""

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let width = (lines.map { TextWidth.width($0.name) }.max() ?? 0) + 2
        let texts = lines.enumerated().map { offset, line in
            let padding = String(repeating: " ", count: max(1, width - TextWidth.width(line.name)))
            return StyledText(offset == selected ? "▸ " : "  ", .accent)
                + StyledText(line.name, offset == selected ? .strong : .plain)
                + StyledText(padding + line.words, .faint)
        }
        let below: [StyledText] = remark.isEmpty ? [] : ["", StyledText(remark, .faint)]
        TextPane(title: title, lines: texts + below, top: max(0, selected - max(0, rect.rows - 3))).draw(
            in: rect, on: &grid)
    }
}
