import LiveProtocol

/// Points over a horizontal axis, in braille dots where there are many, with lines at values that matter and their words on
/// the left.
struct Plot {
    struct Point {
        /// 0 at the left edge, 1 at the right.
        var place: Double
        var value: Double
        var style = Style.plain
    }

    struct Line {
        var value: Double
        var words: String
        var style = Style.faint
    }

    var points: [Point]
    var lines: [Line] = []
    /// The words for a value at the edges.
    let words: (Double) -> String

    private static let gutter = 10

    func draw(in rect: Rect, on grid: inout CellGrid) {
        guard let range, rect.rows > 0 else { return }
        let (labels, area) = rect.cutLeft(min(Self.gutter, rect.columns / 3), gap: 1)
        draw(lines, range, labels, area, on: &grid)
        drawEdge(range.upperBound, in: labels, on: &grid)
        drawEdge(range.lowerBound, in: labels.dropTop(labels.rows - 1), on: &grid)
        for (place, cell) in dots(range, area.size) {
            grid.draw(cell, row: area.row + place.row, column: area.column + place.column)
        }
    }

    private func drawEdge(_ value: Double, in rect: Rect, on grid: inout CellGrid) {
        grid.draw(StyledText(words(value), .faint), in: rect, aligned: .right)
    }

    /// What all points need; lines beyond it are left out, except that the nearest above is shown.
    private var range: ClosedRange<Double>? {
        let values = points.map(\.value).filter(\.isFinite)
        guard var least = values.min(), var greatest = values.max() else { return nil }
        if least > 0, least < greatest / 2 || values.count == 1 { least = 0 }
        if let next = lines.map(\.value).filter({ $0 > greatest && $0 < greatest * 2 }).min() { greatest = next }
        if greatest <= least { greatest = least + 1 }
        return least...greatest
    }

    private func draw(
        _ lines: [Line], _ range: ClosedRange<Double>, _ labels: Rect, _ area: Rect, on grid: inout CellGrid
    ) {
        for line in lines where range.contains(line.value) {
            let row = Self.row(of: line.value, range, dots: area.rows * 4) / 4
            grid.fill(
                Rect(row: area.row + row, column: area.column, columns: area.columns, rows: 1), with: "┈", line.style)
            guard row > 0, row < area.rows - 1 else { continue }
            let label = Rect(row: labels.row + row, column: labels.column, columns: labels.columns, rows: 1)
            grid.draw(StyledText(line.words, line.style), in: label, aligned: .right)
        }
    }

    /// Row of dots from the top.
    private static func row(of value: Double, _ range: ClosedRange<Double>, dots: Int) -> Int {
        let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        return max(0, min(dots - 1, dots - 1 - Int(clamping: (share * Double(dots - 1)).rounded())))
    }

    private struct Place: Hashable {
        var row: Int
        var column: Int
    }

    /// Dots that share a cell share its style: that of the latest point.
    private func dots(_ range: ClosedRange<Double>, _ size: Size) -> [(Place, StyledText)] {
        guard size.columns > 0, size.rows > 0 else { return [] }
        var cells: [Place: (bits: UInt32, style: Style)] = [:]
        for point in points where point.value.isFinite {
            let across = max(0, min(size.columns * 2 - 1, Int(clamping: point.place * Double(size.columns * 2))))
            let down = Self.row(of: point.value, range, dots: size.rows * 4)
            let place = Place(row: down / 4, column: across / 2)
            let bit = Braille.bit(column: across % 2, row: down % 4)
            cells[place] = ((cells[place]?.bits ?? 0) | bit, point.style)
        }
        // A single dot is hard to see.
        let isSparse = points.count <= size.columns / 2
        return cells.map { ($0, StyledText(isSparse ? "•" : String(Braille.character($1.bits)), $1.style)) }
    }
}

/// The dots of a braille cell: two columns of four.
enum Braille {
    /// Dots are numbered 1, 2, 3, 7 on the left and 4, 5, 6, 8 on the right.
    static func bit(column: Int, row: Int) -> UInt32 {
        row == 3 ? (column == 0 ? 0x40 : 0x80) : 1 << UInt32(max(0, min(2, row)) + 3 * column)
    }

    static func character(_ bits: UInt32) -> Character { Character(Unicode.Scalar(0x2800 + (bits & 0xFF)) ?? " ") }
}
