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

    /// The table in at most so many columns of a terminal, as far as that goes: long cells of `shortened` columns are cut
    /// to 16 columns at least, then columns go, the first of `dropped` first. Nil is no limit: for pipes, all is kept.
    ///
    /// - Parameters:
    ///   - shortened: headings of columns whose cells may be cut.
    ///   - dropped: headings of columns that may be missing, the least dear first.
    public func text(within limit: Int?, shortened: [String] = [], dropped: [String] = []) -> String {
        guard let limit else { return text }
        var table = self
        for heading in shortened where table.width > limit { table.cut(heading, by: table.width - limit) }
        for heading in dropped where table.width > limit { table.drop(heading) }
        return table.text
    }

    private static let leastCut = 16

    private var widths: [Int] {
        header.indices.map { column in
            ([header] + rows).map { column < $0.count ? TextWidth.width(ForeignText.clean($0[column])) : 0 }.max() ?? 0
        }
    }

    private var width: Int { widths.reduce(0, +) + 2 * max(0, header.count - 1) }

    private mutating func cut(_ heading: String, by excess: Int) {
        guard let column = header.firstIndex(of: heading) else { return }
        let limit = max(Self.leastCut, widths[column] - excess)
        for row in rows.indices where column < rows[row].count {
            rows[row][column] = TextWidth.truncated(ForeignText.clean(rows[row][column]), to: limit)
        }
    }

    private mutating func drop(_ heading: String) {
        guard let column = header.firstIndex(of: heading) else { return }
        header.remove(at: column)
        for row in rows.indices where column < rows[row].count { rows[row].remove(at: column) }
        rightAligned = Set(rightAligned.compactMap { $0 == column ? nil : $0 > column ? $0 - 1 : $0 })
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
