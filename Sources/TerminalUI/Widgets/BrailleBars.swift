import LiveProtocol

/// Values over time in braille dots, two values in each column and four dots in each row: as bars that stand on a line,
/// or as the line that joins their ends.
struct BrailleBars {
    /// From 0 to 1, two for each column; what is no number is a gap.
    let values: [Double]
    var isLine = false

    /// The picture in exactly `columns` columns and `rows` rows, the top one first. A little is never drawn as nothing.
    func lines(columns: Int, rows: Int, style: (_ column: Int) -> Style) -> [StyledText] {
        guard columns > 0, rows > 0 else { return [] }
        let dots = rows * 4
        let heights = (0..<columns * 2).map { index -> Int in
            guard values.indices.contains(index), values[index].isFinite, values[index] > 0 else { return 0 }
            return max(1, Int(clamping: (min(1, values[index]) * Double(dots)).rounded()))
        }
        return (0..<rows).map { row in
            let base = (rows - 1 - row) * 4
            var text = StyledText()
            for column in 0..<columns {
                let bits = [0, 1].reduce(UInt32(0)) { bits, side in
                    let index = column * 2 + side
                    let height = heights[index]
                    guard isLine, height > 0 else { return bits | Self.bits(height - base, side: side) }
                    let before = index > 0 && heights[index - 1] > 0 ? heights[index - 1] : height
                    let (low, high) = (min(height, before) - 1, max(height, before))
                    return bits | Self.bits(high - base, side: side) & ~Self.bits(low - base, side: side)
                }
                text += StyledText(
                    bits == 0 ? " " : String(Braille.character(bits)), bits == 0 ? .plain : style(column))
            }
            return text
        }
    }

    /// The lowest dots of one side of a cell.
    private static func bits(_ height: Int, side: Int) -> UInt32 {
        (0..<max(0, min(4, height))).reduce(UInt32(0)) { $0 | Braille.bit(column: side, row: 3 - $1) }
    }
}
