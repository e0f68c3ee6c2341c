import Wording

/// The `?` overlay: the keys of the screen below it, and what its marks and columns mean.
struct HelpOverlay {
    /// Words of a screen that are no keys.
    struct Legend {
        let title: String
        let lines: [(name: String, help: String)]
    }

    let title: String
    let bindings: [Binding]
    var legend: Legend?

    func draw(top: Int, in rect: Rect, on grid: inout CellGrid) {
        TextPane(title: "Keys: \(title)", lines: lines, top: top).draw(in: rect, on: &grid)
    }

    /// Lines of it.
    var count: Int { lines.count }

    private var lines: [StyledText] {
        let keys = bindings.map { Self.line($0.keyNames, $0.help) }
        guard let legend else { return keys }
        return keys + ["", StyledText(legend.title, .heading)] + legend.lines.map(Self.line)
    }

    private static let nameWidth = 14

    private static func line(_ name: String, _ help: String) -> StyledText {
        let gap = String(repeating: " ", count: max(1, nameWidth - TextWidth.width(name)))
        return StyledText(name, .accent) + StyledText(gap + help)
    }
}
