import LiveProtocol

/// Values in one line of blocks, the latest on the right: for a glance, not for reading numbers.
enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// At most `width` of the latest values, from the least to the greatest of them; all equal stand in the middle.
    static func text(_ values: [Double], width: Int) -> String {
        let shown = values.suffix(max(0, width))
        guard let least = shown.min(), let greatest = shown.max() else { return "" }
        return String(shown.map { block($0, least, greatest) })
    }

    private static func block(_ value: Double, _ least: Double, _ greatest: Double) -> Character {
        let share = greatest > least ? (value - least) / (greatest - least) : 0.4
        return blocks[max(0, min(blocks.count - 1, Int(clamping: (share * 8).rounded(.down))))]
    }
}
