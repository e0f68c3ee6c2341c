import LiveProtocol

/// Values as a row of blocks that stand on zero, the last at the right: the greatest is the highest block, zero a blank.
struct BarRow {
    let values: [Double]

    private static let blocks = Array("▁▂▃▄▅▆▇█")

    /// The latest values in exactly `width` columns.
    func text(width: Int, _ style: Style) -> StyledText {
        guard width > 0 else { return StyledText() }
        let shown = values.suffix(width)
        let most = shown.filter(\.isFinite).max() ?? 0
        let bars = shown.map { value -> Character in
            guard value > 0, value.isFinite, most > 0 else { return " " }
            let level = Int(clamping: (value / most * Double(Self.blocks.count)).rounded(.up))
            return Self.blocks[max(0, min(Self.blocks.count, level) - 1)]
        }
        return StyledText(String(repeating: " ", count: width - shown.count)) + StyledText(String(bars), style)
    }
}
