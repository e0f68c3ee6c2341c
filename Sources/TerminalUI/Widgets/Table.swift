/// Columns of fixed width under a line of titles. Rows are asked for one by one, only those on screen.
struct Table {
    struct Column {
        var title: StyledText
        var width: Int
        var alignment = Alignment.left
    }

    /// Blank columns between two columns.
    static let gap = 2

    var columns: [Column]
    var rowCount: Int
    /// The first row on screen.
    var top = 0
    var selected: Int?
    var hasTitles = true
    /// Rows that the user has marked.
    var isMarked: (_ row: Int) -> Bool = { _ in false }
    let cells: (_ row: Int) -> [StyledText]

    /// Draws as many rows as fit. The first column of `rect` holds the mark of the selected row.
    func draw(in rect: Rect, on grid: inout CellGrid) {
        let (titles, body) = rect.cutTop(hasTitles ? 1 : 0)
        draw(columns.map(\.title), in: titles, on: &grid)
        for line in 0..<body.rows {
            let row = top + line
            guard row < rowCount else { return }
            let place = Rect(row: body.row + line, column: body.column, columns: body.columns, rows: 1)
            draw(cells(row), in: place, on: &grid)
            let isMarked = isMarked(row)
            if isMarked { grid.draw(StyledText("◆", .accent), row: place.row, column: place.column) }
            guard row == selected else { continue }
            if !isMarked { grid.draw(StyledText("▸", .accent), row: place.row, column: place.column) }
            grid.mark(place, .selected)
        }
    }

    private func draw(_ texts: [StyledText], in line: Rect, on grid: inout CellGrid) {
        var rest = line.cutLeft(1).rest
        for (column, text) in zip(columns, texts) {
            let (place, next) = rest.cutLeft(column.width, gap: Self.gap)
            grid.draw(text, in: place, aligned: column.alignment)
            rest = next
        }
    }
}
