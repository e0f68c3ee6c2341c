import Wording

/// The names of the screens in a line, each with the key that leads there; the one that is shown is marked.
struct TabRow {
    struct Tab {
        let key: String
        let title: String
        /// What waits there to be seen.
        var badge = StyledText()

        /// Columns without what frames it.
        fileprivate var width: Int { TextWidth.width(title) + (badge.width > 0 ? badge.width + 1 : 0) }
    }

    let tabs: [Tab]
    let shown: Int?

    /// Where the tabs are that fit into the first row of `line`, from the first on.
    func places(in line: Rect) -> [Rect] {
        guard !line.isEmpty else { return [] }
        // A space on each side; one between two where they would not fit otherwise.
        let needed = tabs.map { $0.width + 4 }.reduce(0, +)
        let frame = needed <= line.columns ? 4 : 3
        var places: [Rect] = []
        var column = line.column
        for tab in tabs {
            let width = tab.width + frame
            guard column + width <= line.column + line.columns else { break }
            places.append(Rect(row: line.row, column: column, columns: width, rows: 1))
            column += width
        }
        return places
    }

    func draw(in line: Rect, on grid: inout CellGrid) {
        for (index, (tab, place)) in zip(tabs, places(in: line)).enumerated() {
            let isShown = index == shown
            let text = StyledText(tab.key, .accent) + StyledText(" \(tab.title)", isShown ? .strong : .faint)
            grid.draw(" " + text + (tab.badge.width > 0 ? " " : "") + tab.badge, in: place)
            if isShown { grid.mark(place, .selected) }
        }
    }
}
