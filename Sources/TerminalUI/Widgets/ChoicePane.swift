import Wording

/// A list to choose from in the middle of the screen: groups with headings, and below it what is to be said of the
/// selected line. Its size stays the same while the selection moves.
struct ChoicePane {
    enum Line {
        case heading(String)
        case row(name: String, words: String, Style = .plain)
    }

    let title: String
    let lines: [Line]
    /// The selected line; nil where there is none.
    let selected: Int?
    /// Below the list, wrapped.
    let detail: [StyledText]
    /// Rows that are kept for that.
    var detailRows = 4
    /// Which keys do what.
    let hint: StyledText
    var style = Style.accent

    private static let widest = 104
    private static let longestName = 24

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let width = max(10, min(Self.widest, rect.columns - 6))
        let below = detail.flatMap { $0.wrapped(to: width) }
        let kept = max(detailRows, below.count)
        let room = max(1, min(lines.count, rect.rows - kept - 4))
        let top = ListWindow.top(showing: first, from: 0, height: room, count: lines.count)
        let shown = lines.indices.dropFirst(top).prefix(room).map { text(at: $0).truncated(to: width) }
        let padding = Array(repeating: StyledText(), count: max(0, kept - below.count))
        TextPane(
            title: title,
            lines: shown + [rule(width, above: top, below: lines.count - top - room)] + below + padding + [hint],
            style: style
        ).draw(in: rect, on: &grid)
    }

    /// What the window has to show: the heading above the first row too.
    private var first: Int {
        guard let selected else { return 0 }
        return selected == 1 ? 0 : selected
    }

    private func text(at index: Int) -> StyledText {
        switch lines[index] {
        case .heading(let words): return StyledText(words, .heading)
        case .row(let name, let words, let style):
            let isSelected = index == selected
            let shown = TextWidth.truncated(name, to: Self.longestName)
            let gap = String(repeating: " ", count: max(1, nameWidth - TextWidth.width(shown)))
            return StyledText(isSelected ? "▸ " : "  ", .accent)
                + StyledText(shown, isSelected ? Style(style.role, .bold) : style)
                + StyledText(gap + words, style.role == .faint ? .faint : isSelected ? .plain : .faint)
        }
    }

    private var nameWidth: Int {
        let widths = lines.map { line in
            if case .row(let name, _, _) = line { TextWidth.width(name) } else { 0 }
        }
        return min(Self.longestName, widths.max() ?? 0) + 2
    }

    /// Between list and words, with what the list does not show.
    private func rule(_ width: Int, above: Int, below: Int) -> StyledText {
        let hidden = [above > 0 ? "▴ \(above) above" : "", below > 0 ? "▾ \(below) below" : ""].filter { !$0.isEmpty }
        let note = hidden.isEmpty ? "" : " \(hidden.joined(separator: "  ")) "
        let head = String(repeating: "─", count: 2)
        let rest = String(repeating: "─", count: max(0, width - 2 - TextWidth.width(note)))
        return StyledText(head, .faint) + StyledText(note, .accent) + StyledText(rest, .faint)
    }
}
