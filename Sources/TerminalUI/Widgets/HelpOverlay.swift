import Wording

/// The `?` overlay: the keys of the screen below it, and what its marks and columns mean.
enum HelpOverlay {
    static func draw(for layers: [KeyMap.Context], _ keyMap: KeyMap, top: Int, in rect: Rect, on grid: inout CellGrid) {
        let pane = TextPane(title: "Keys: \(title(of: layers))", lines: lines(for: layers, keyMap), top: top)
        pane.draw(in: rect, on: &grid)
    }

    static func lineCount(for layers: [KeyMap.Context], _ keyMap: KeyMap) -> Int { lines(for: layers, keyMap).count }

    private static func title(of layers: [KeyMap.Context]) -> String { layers.map(\.title).joined(separator: ", ") }

    private static func lines(for layers: [KeyMap.Context], _ keyMap: KeyMap) -> [StyledText] {
        let keys = keyMap.bindings(in: layers).map { line($0.keyNames, $0.help) }
        guard layers.contains(.sessions) else { return keys }
        let columns = SessionColumn.all.map { line($0.id == .mark ? "mark" : $0.title, $0.help) }
        return keys + ["", StyledText("Columns", .heading)] + columns
    }

    private static let nameWidth = 14

    private static func line(_ name: String, _ help: String) -> StyledText {
        let gap = String(repeating: " ", count: max(1, nameWidth - TextWidth.width(name)))
        return StyledText(name, .accent) + StyledText(gap + help)
    }
}
