import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// The list of findings: a line each, and more for a sentence that is longer while lines are free.
struct FindingLines {
    private let groups: [FindingGroup]
    private let selected: Int?
    private let time: TimeScale
    private let privacy: Privacy
    private let rect: Rect
    private let columns: [Table.Column]
    /// What stands on each line below the titles: the row, and which line of its sentence.
    private let lines: [(row: Int, part: Int)]
    private let sentences: [[StyledText]]
    private let top: Int

    init(
        _ groups: [FindingGroup], _ cursor: ListCursor<Finding.Key>, _ time: TimeScale, _ privacy: Privacy,
        in rect: Rect
    ) {
        self.groups = groups
        self.time = time
        self.privacy = privacy
        self.rect = rect
        let columns = Self.columns(width: rect.columns, groups, time)
        let selected = cursor.index(in: groups.map(\.head.key))
        let height = max(0, rect.rows - 1)
        let width = columns.last?.width ?? 0
        let top = ListWindow.top(showing: selected ?? 0, from: cursor.top, height: height, count: groups.count)
        var free = height - groups.count
        var sentences: [[StyledText]] = []
        for group in groups {
            // Where all rows fit, the first sentences get what is left.
            let whole = free > 0 ? Self.sentence(of: group, width, privacy) : []
            let isWhole = !whole.isEmpty && whole.count - 1 <= free
            sentences.append(isWhole ? whole : [Self.words(of: group, privacy)])
            if isWhole { free -= whole.count - 1 }
        }
        self.columns = columns
        self.selected = selected
        self.top = top
        self.sentences = sentences
        lines = groups.indices.dropFirst(top).flatMap { row in sentences[row].indices.map { (row, $0) } }
    }

    /// The row on a line below the titles; nil below the last.
    func row(at line: Int) -> Int? { lines.indices.contains(line) ? lines[line].row : nil }

    func draw(on grid: inout CellGrid) {
        let table = Table(columns: columns, rowCount: lines.count) { line in cells(lines[line].row, lines[line].part) }
        table.draw(in: rect, on: &grid)
        for (offset, line) in lines.prefix(max(0, rect.rows - 1)).enumerated() where line.row == selected {
            let place = Rect(row: rect.row + 1 + offset, column: rect.column, columns: rect.columns, rows: 1)
            if line.part == 0 { grid.draw(StyledText("▸", .accent), row: place.row, column: place.column) }
            grid.mark(place, .selected)
        }
    }

    private static func columns(width: Int, _ groups: [FindingGroup], _ time: TimeScale) -> [Table.Column] {
        // The longest name that is there, as long as the sentences keep a third of a narrow screen.
        let longest = groups.map { TextWidth.width($0.head.rule.rawValue) }.max() ?? 0
        let isNarrow = width < narrow
        let rule = min(isNarrow ? max(8, width / 2 - 2) : width - 48, max(longest, "RULE".count))
        var columns = [("", 1, Alignment.left), ("RULE", rule, .left)]
        if !isNarrow { columns.append((time.heading, 12, .right)) }
        let used = columns.reduce(0) { $0 + $1.1 + Table.gap }
        columns.append(("WHAT HAPPENED", max(0, width - used - 2), .left))
        return columns.map { Table.Column(title: StyledText($0.0, .heading), width: $0.1, alignment: $0.2) }
    }

    /// Columns below which name and sentence need the place of the time.
    private static let narrow = 72

    /// A rule is named once, at its first finding.
    private func cells(_ row: Int, _ part: Int) -> [StyledText] {
        let isTimed = columns.count > 3
        guard part == 0 else { return (isTimed ? ["", ""] : [""]) + ["", sentences[row][part]] }
        let finding = groups[row].head
        let before = row > 0 ? groups[row - 1].head : nil
        let isFirst = finding.rule != before?.rule || row == top
        let name = isFirst ? RuleName.short(finding.rule, width: columns[1].width) : ""
        let at = StyledText(time.text(finding.from, after: before?.from), .faint)
        return [finding.severity.mark, StyledText(name, .strong)] + (isTimed ? [at] : []) + [sentences[row][0]]
    }

    private static func prefix(of group: FindingGroup) -> StyledText {
        (group.times > 1 ? StyledText("×\(group.times)  ", .accent) : "") + group.head.stateWords
    }

    private static func words(of group: FindingGroup, _ privacy: Privacy) -> StyledText {
        prefix(of: group) + StyledText(privacy.maskedQuotes(group.head.title))
    }

    private static func sentence(of group: FindingGroup, _ width: Int, _ privacy: Privacy) -> [StyledText] {
        let prefix = prefix(of: group)
        // It is a part of the first word, so that it is not broken.
        let blank = String(repeating: "_", count: prefix.width)
        let wrapped = TextWidth.wrapped(blank + privacy.maskedQuotes(group.head.title), to: max(8, width))
        return wrapped.enumerated().map { index, line in
            index == 0 && line.hasPrefix(blank)
                ? prefix + StyledText(String(line.dropFirst(prefix.width))) : StyledText(line)
        }
    }
}

extension Finding {
    /// That it has not happened yet, or is over.
    var stateWords: StyledText {
        isPrediction ? StyledText("expected: ", .warning) : resolvedAt != nil ? StyledText("over: ", .faint) : ""
    }
}
