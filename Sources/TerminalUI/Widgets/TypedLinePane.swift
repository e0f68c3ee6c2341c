import Wording

/// The line that is being typed, and above it what is wrong with it or how it could go on.
struct TypedLinePane {
    let line: TypedLine
    /// Why the line cannot be used as it is.
    var problem: String?
    /// What could be typed, each with what it does.
    var choices: [(name: String, help: String)] = []

    /// Columns that a choice needs, with what it does and without.
    private static let choiceWidth = 60
    private static let nameWidth = 31

    /// The line, and above it a line for remarks, or what could be typed, or what is wrong as far as three lines hold it.
    static func rowCount(choices count: Int, problem: String?, columns: Int) -> Int {
        let perRow = max(1, columns / choiceWidth)
        let remarks = problem.map { min(3, remark($0).wrapped(to: columns - 2).count) } ?? 1
        return 1 + max(remarks, (count + perRow - 1) / perRow)
    }

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let (bottom, above) = rect.cutBottom(1)
        grid.fill(rect)
        if choices.isEmpty || line.completion != nil {
            drawRemark(in: above, on: &grid)
        } else {
            drawChoices(in: above.inset(columns: 1), on: &grid)
        }
        let mark =
            switch line.kind {
            case .command: ":"
            case .comment: ";"
            case .filter, .search: "/"
            case .fault: ">"
            }
        let text = StyledText(mark, .accent) + StyledText(shown(width: bottom.columns - 2))
        grid.draw(text, in: bottom)
        let cursor = min(1 + cursorColumn, bottom.columns - 1)
        grid.mark(Rect(row: bottom.row, column: bottom.column + cursor, columns: 1, rows: 1), .selected)
    }

    private func drawRemark(in rect: Rect, on grid: inout CellGrid) {
        let lines = remark.wrapped(to: rect.columns - 2)
        // Nothing is lost without a mark: the last line that there is room for ends with what is left.
        let rows = max(1, min(lines.count, rect.rows))
        let shown = lines.prefix(rows - 1) + [lines.dropFirst(rows - 1).joined(by: " ")]
        let place = rect.cutBottom(rows).bottom.inset(columns: 1)
        for (offset, line) in shown.enumerated() { grid.draw(line, in: place.dropTop(offset)) }
    }

    /// Column by column; what finds no room is counted.
    private func drawChoices(in rect: Rect, on grid: inout CellGrid) {
        let isShort = choices.count > rect.rows * max(1, (rect.columns + 2) / Self.choiceWidth)
        let perRow = max(1, (rect.columns + 2) / (isShort ? Self.nameWidth : Self.choiceWidth))
        let room = rect.rows * perRow
        let shown = choices.count <= room ? choices.count : max(0, room - 1)
        let nameWidth = choices.map { TextWidth.width($0.name) }.max() ?? 0
        for index in 0..<min(room, choices.count) {
            let width = rect.columns / perRow
            let place = Rect(
                row: rect.row + index % max(1, rect.rows), column: rect.column + index / max(1, rect.rows) * width,
                columns: width - 1, rows: 1)
            guard index < shown else {
                grid.draw(StyledText("… \(choices.count - shown) more", .faint), in: place)
                return
            }
            let gap = String(repeating: " ", count: nameWidth - TextWidth.width(choices[index].name) + 2)
            let help = StyledText(isShort ? "" : gap + choices[index].help, .faint)
            let text = StyledText(choices[index].name, .accent) + help
            grid.draw(text, in: place)
        }
    }

    private static func remark(_ problem: String) -> StyledText { StyledText("✗ " + problem, .warning) }

    private var remark: StyledText {
        if let problem { return Self.remark(problem) }
        guard let completion = line.completion else { return "" }
        return completion.candidates.enumerated().map { index, candidate in
            StyledText(candidate, index == completion.index ? .strong : .faint)
        }.joined(by: "  ")
    }

    private var cursorColumn: Int { TextWidth.width(line.editor.head) }

    /// The end of a line that is too long, so that the cursor stays in sight.
    private func shown(width: Int) -> String {
        let text = line.text
        guard TextWidth.width(text) > width, width > 1 else { return text }
        var (kept, used) = ("", 1)
        for character in text.reversed() {
            used += TextWidth.width(String(character))
            guard used <= width else { break }
            kept.append(character)
        }
        return "…" + String(kept.reversed())
    }
}
