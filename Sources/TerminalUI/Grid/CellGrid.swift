import Wording

/// A picture of the terminal: what `view` returns, what goldens show, what ncurses prints.
///
/// Drawing outside of it is clipped, never a fault. Text is cleaned on its way in (`TextWidth`), so a grid cannot hold
/// a control character or half of a wide one.
public struct CellGrid: Hashable, Sendable {
    public let size: Size
    /// Row by row, `size.columns` each.
    private(set) var cells: [Cell]

    public init(_ size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    public subscript(row: Int) -> ArraySlice<Cell> {
        guard (0..<size.rows).contains(row) else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Draws one line of text into `rect`'s first row; what does not fit is cut with `…`.
    mutating func draw(_ text: StyledText, in rect: Rect, aligned alignment: Alignment = .left) {
        guard rect.rows > 0 else { return }
        let fitting = text.truncated(to: rect.columns)
        let indent = alignment == .right ? rect.columns - fitting.width : 0
        draw(fitting, row: rect.row, column: rect.column + indent)
    }

    /// Draws one line of text from a cell on, cut only by the edge of the grid.
    mutating func draw(_ text: StyledText, row: Int, column: Int) {
        var column = column
        for run in text.runs { column = write(run.text, row: row, column: column, style: run.style) }
    }

    /// Fills a region with one character of one column.
    mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar = " ", _ style: Style = .plain) {
        for row in max(0, rect.row)..<max(0, min(size.rows, rect.row + rect.rows), rect.row) {
            for column in rect.column..<rect.column + rect.columns { put(Cell(scalar, style), row, column) }
        }
    }

    /// Adds attributes to what was drawn in a region.
    mutating func mark(_ rect: Rect, _ attributes: Style.Attributes) {
        forEachIndex(in: rect) { cells[$0].style.attributes.formUnion(attributes) }
    }

    /// Replaces cells by `replacement`, from a cell on; the run must not begin or end within a wide character.
    mutating func replace(row: Int, column: Int, with replacement: ArraySlice<Cell>) {
        for (offset, cell) in replacement.enumerated() {
            guard let index = index(row, column + offset) else { return }
            cells[index] = cell
        }
    }

    /// Replaces every cell by a function of it.
    mutating func mapCells(_ transform: (Cell) -> Cell) {
        for index in cells.indices { cells[index] = transform(cells[index]) }
    }

    /// Returns the column after the text.
    private mutating func write(_ text: String, row: Int, column: Int, style: Style) -> Int {
        var column = column
        for scalar in text.unicodeScalars where column < size.columns {
            switch TextWidth.columns(of: scalar) {
            case .one(let scalar):
                put(Cell(scalar, style), row, column)
                column += 1
            case .two(let scalar):
                putWide(scalar, style, row, column)
                column += 2
            case .combining(let mark): combine(mark, row, before: column)
            case .spelled(let scalar):
                column = write(TextWidth.spelling(of: scalar), row: row, column: column, style: style)
            case .dropped: break
            }
        }
        return column
    }

    private mutating func put(_ cell: Cell, _ row: Int, _ column: Int) {
        guard let index = index(row, column) else { return }
        separate(index, row)
        cells[index] = cell
    }

    /// A wide character that does not fit at the edge leaves a blank.
    private mutating func putWide(_ scalar: Unicode.Scalar, _ style: Style, _ row: Int, _ column: Int) {
        guard let left = index(row, column), let right = index(row, column + 1) else {
            put(Cell(" ", style), row, column)
            put(Cell(" ", style), row, column + 1)
            return
        }
        separate(left, row)
        separate(right, row)
        cells[left] = Cell(scalar, style)
        cells[right] = .continuation(style)
    }

    /// Before one half of a wide character is overwritten, the other half becomes a blank.
    private mutating func separate(_ index: Int, _ row: Int) {
        if cells[index].isContinuation, index > row * size.columns {
            cells[index - 1] = Cell(" ", cells[index - 1].style)
        }
        let next = index + 1
        if next < (row + 1) * size.columns, cells[next].isContinuation {
            cells[next] = Cell(" ", cells[next].style)
        }
    }

    /// A mark belongs to the character before it; at the start of a row there is none.
    private mutating func combine(_ mark: Unicode.Scalar, _ row: Int, before column: Int) {
        guard var index = index(row, column - 1) else { return }
        if cells[index].isContinuation, index > 0 { index -= 1 }
        cells[index].combine(mark)
    }

    private func index(_ row: Int, _ column: Int) -> Int? {
        guard (0..<size.rows).contains(row), (0..<size.columns).contains(column) else { return nil }
        return row * size.columns + column
    }

    private func forEachIndex(in rect: Rect, _ body: (Int) -> Void) {
        for row in rect.row..<rect.row + rect.rows {
            for column in rect.column..<rect.column + rect.columns {
                if let index = index(row, column) { body(index) }
            }
        }
    }
}

enum Alignment: Hashable, Sendable {
    case left
    case right
}
