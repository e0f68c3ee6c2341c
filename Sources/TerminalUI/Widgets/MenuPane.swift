import Wording

/// A list to choose from in the middle of the screen, with its selected line.
struct MenuPane {
    let title: String
    let lines: [(name: String, words: String)]
    let selected: Int
    /// What stands below the lines.
    var remark = ""

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let columns = TextPane.columns(in: rect)
        let texts = lines.indices.map(text)
        let below = below(texts, in: rect)
        let room = max(1, rect.rows - 2 - below.count)
        let top = ListWindow.top(showing: selected, from: 0, height: room, count: texts.count)
        let shown = texts.dropFirst(top).prefix(room).map { $0.truncated(to: columns) }
        TextPane(
            title: title, lines: shown + below, hidden: (top, max(0, texts.count - top - room))
        ).draw(in: rect, on: &grid)
    }

    /// What is said of the lines, where it leaves them room.
    private func below(_ texts: [StyledText], in rect: Rect) -> [StyledText] {
        let detail = detail(texts, width: TextPane.columns(in: rect))
        let note = (remark.isEmpty ? [] : ["", StyledText(remark, .faint)]).wrapped(in: rect)
        let free = rect.rows - 2 - min(texts.count, Self.leastRows)
        guard free >= detail.count else { return [] }
        return detail + (rect.rows - 2 - texts.count - detail.count >= note.count ? note : [])
    }

    /// Lines that are in sight whatever is said of them.
    private static let leastRows = 3

    private func text(_ index: Int) -> StyledText {
        let width = (lines.map { TextWidth.width($0.name) }.max() ?? 0) + 2
        let (name, words) = lines[index]
        let padding = String(repeating: " ", count: max(1, width - TextWidth.width(name)))
        return StyledText(index == selected ? "▸ " : "  ", .accent)
            + StyledText(name, index == selected ? .strong : .plain) + StyledText(padding + words, .faint)
    }

    /// Where lines are cut, what the selected one means is told whole below them, in as many rows for each.
    private func detail(_ texts: [StyledText], width: Int) -> [StyledText] {
        guard texts.contains(where: { $0.width > width }), lines.indices.contains(selected) else { return [] }
        let all = lines.map { TextWidth.wrapped($0.words, to: width) }
        let words = all[selected].map { StyledText($0) }
        let blank = Array(repeating: StyledText(), count: (all.map(\.count).max() ?? 0) - words.count)
        return [""] + words + blank
    }
}
