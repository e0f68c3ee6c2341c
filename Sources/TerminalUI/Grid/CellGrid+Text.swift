extension CellGrid {
    /// The characters alone, one line per row, without blanks at the end of lines: what goldens and the README show.
    public var text: String {
        (0..<size.rows).map { trimmed(String(String.UnicodeScalarView(self[$0].flatMap(\.scalars)))) + "\n" }.joined()
    }

    /// The golden form: the text, a line `---`, then one line per run of cells that are not plain:
    /// `row:first-last meaning`, rows and columns from 0. Text and style change in separate lines of a review.
    public var golden: String {
        text + "---\n" + (0..<size.rows).flatMap(styleRuns).map { $0 + "\n" }.joined()
    }

    private func styleRuns(ofRow row: Int) -> [String] {
        let cells = Array(self[row])
        var lines: [String] = []
        var start = 0
        for end in 1..<max(1, cells.count + 1) {
            guard start < cells.count, end == cells.count || cells[end].style != cells[start].style else { continue }
            if cells[start].style != .plain { lines.append("\(row):\(start)-\(end - 1) \(cells[start].style.name)") }
            start = end
        }
        return lines
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension Style {
    /// Such as `alert bold selected`.
    var name: String {
        var words = ["\(role)"]
        if attributes.contains(.bold) { words.append("bold") }
        if attributes.contains(.selected) { words.append("selected") }
        return words.joined(separator: " ")
    }
}
