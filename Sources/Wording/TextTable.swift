/// Rows of text in columns as wide as their content, for plain output.
public struct TextTable: Sendable {
    public var header: [String]
    /// Numbers of the columns that hold numbers.
    public var rightAligned: Set<Int>
    public var rows: [[String]]

    public init(header: [String], rightAligned: Set<Int>, rows: [[String]]) {
        self.header = header
        self.rightAligned = rightAligned
        self.rows = rows
    }

    public var text: String {
        // Whatever a cell quotes, it stays in its cell.
        let lines = [header] + rows.map { $0.map(ForeignText.clean) }
        let widths = header.indices.map { column in
            lines.map { column < $0.count ? TextWidth.width($0[column]) : 0 }.max() ?? 0
        }
        return lines.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let padding = String(repeating: " ", count: max(0, widths[column] - TextWidth.width(cell)))
                line += (column == 0 ? "" : "  ") + (rightAligned.contains(column) ? padding + cell : cell + padding)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
