/// Columns and rows of a screen or a part of it; never negative.
public struct Size: Hashable, Sendable {
    public let columns: Int
    public let rows: Int

    public init(_ columns: Int, _ rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A region of a grid, by its top left cell and its size. It may lie partly or wholly outside of the grid: drawing is
/// clipped, so that no screen needs to know how small the terminal became.
public struct Rect: Hashable, Sendable {
    public let row: Int
    public let column: Int
    public let size: Size

    public init(row: Int, column: Int, columns: Int, rows: Int) {
        self.row = row
        self.column = column
        self.size = Size(columns, rows)
    }

    public init(_ size: Size) {
        self.init(row: 0, column: 0, columns: size.columns, rows: size.rows)
    }

    var columns: Int { size.columns }
    var rows: Int { size.rows }
    var isEmpty: Bool { columns == 0 || rows == 0 }

    func contains(row: Int, column: Int) -> Bool {
        (self.row..<self.row + rows).contains(row) && (self.column..<self.column + columns).contains(column)
    }

    /// Without its first `count` rows.
    func dropTop(_ count: Int) -> Rect { cutTop(count).rest }

    /// The first `count` rows, and what is left below them.
    func cutTop(_ count: Int) -> (top: Rect, rest: Rect) {
        let taken = min(max(0, count), rows)
        return (
            Rect(row: row, column: column, columns: columns, rows: taken),
            Rect(row: row + taken, column: column, columns: columns, rows: rows - taken)
        )
    }

    /// The last `count` rows, and what is left above them.
    func cutBottom(_ count: Int) -> (bottom: Rect, rest: Rect) {
        let (rest, bottom) = cutTop(rows - min(max(0, count), rows))
        return (bottom, rest)
    }

    /// The first `count` columns, and what is left to their right after a margin of `gap`.
    func cutLeft(_ count: Int, gap: Int = 0) -> (left: Rect, rest: Rect) {
        let taken = min(max(0, count), columns)
        let skipped = min(taken + max(0, gap), columns)
        return (
            Rect(row: row, column: column, columns: taken, rows: rows),
            Rect(row: row, column: column + skipped, columns: columns - skipped, rows: rows)
        )
    }

    /// Without `margin` columns on each side.
    func inset(columns margin: Int) -> Rect {
        Rect(row: row, column: column + margin, columns: columns - 2 * margin, rows: rows)
    }

    /// A region of the given size in the middle of this one, cut down to fit.
    func centered(_ wanted: Size) -> Rect {
        let width = min(wanted.columns, columns)
        let height = min(wanted.rows, rows)
        return Rect(
            row: row + (rows - height) / 2, column: column + (columns - width) / 2, columns: width, rows: height)
    }
}
