import Wording

/// The `?` overlay: what the signs mean, then the keys of the screen below it by what they are for, then its columns; in
/// two columns where there is room.
struct HelpOverlay {
    let title: String
    let bindings: [Binding]
    var legend: HelpLegend?

    func draw(top: Int, in rect: Rect, on grid: inout CellGrid) {
        TextPane(title: "Keys: \(title)", lines: lines(columns: rect.columns), top: top).draw(in: rect, on: &grid)
    }

    /// Lines of it on a screen of that width.
    func count(columns: Int) -> Int { lines(columns: columns).count }

    /// What stands on any screen.
    private static let signs: [(name: String, help: String)] = [
        ("● ▲ ■ ○", "fine, look at it, trouble, over"), ("↑ ↓", "from the app to the service, and back"),
        ("▸ ◆", "the selected row, a marked one"), ("–  ~", "not known; an estimate"),
        ("×18", "as often"), ("‖ ┊ │", "interrupted; median and 95th percentile of a bar"),
    ]

    /// In the order in which somebody new asks.
    private var parts: [HelpLegend] {
        let groups = Dictionary(grouping: bindings) { Group($0.action) }
        let keys = Group.allCases.compactMap { group in
            groups[group].map { HelpLegend(title: group.title, lines: $0.map { ($0.keyNames, $0.help) }) }
        }
        return [HelpLegend(title: "Signs", lines: Self.signs)] + keys
            + [legend].compactMap(\.self)
    }

    private enum Group: CaseIterable {
        case screen, moving, screens, general

        init(_ action: Action) {
            if Step(action) != nil {
                self = .moving
            } else if action == .command || Screen.allCases.contains(where: { .show($0) == action }) {
                self = .screens
            } else if Self.everywhere.contains(action) {
                self = .general
            } else {
                self = .screen
            }
        }

        private static let everywhere: Set<Action> = [
            .freeze, .privacy, .timeFormat, .copy, .mouse, .settings, .help, .redraw, .suspend, .quit, .quitNow,
        ]

        var title: String {
            switch self {
            case .screen: "Here"
            case .moving: "Moving"
            case .screens: "Screens"
            case .general: "Everywhere"
            }
        }
    }

    // MARK: Lines

    /// Columns from which the parts stand side by side.
    private static let wide = 112

    private func lines(columns: Int) -> [StyledText] {
        let isWide = columns >= Self.wide
        let width = isWide ? (columns - 8) / 2 : columns - 4
        let blocks = parts.map { block($0, width: width) }
        guard isWide else { return Array(blocks.joined(separator: [""])) }
        // The left column is the first to hold half of all lines.
        let half = (blocks.reduce(0) { $0 + $1.count + 1 } + 1) / 2
        var left: [[StyledText]] = []
        var rest = blocks
        while let block = rest.first, left.reduce(0, { $0 + $1.count + 1 }) < half {
            left.append(block)
            rest.removeFirst()
        }
        return Self.beside(
            Array(left.joined(separator: [""])), Array(rest.joined(separator: [""])), width: width)
    }

    private static func beside(_ left: [StyledText], _ right: [StyledText], width: Int) -> [StyledText] {
        (0..<max(left.count, right.count)).map { index in
            let first = index < left.count ? left[index].truncated(to: width) : StyledText()
            guard index < right.count else { return first }
            return first + StyledText(String(repeating: " ", count: width - first.width + 2)) + right[index]
        }
    }

    private static let nameWidth = 14

    private func block(_ part: HelpLegend, width: Int) -> [StyledText] {
        [StyledText(part.title, .heading)]
            + part.lines.flatMap { line -> [StyledText] in
                let gap = max(1, Self.nameWidth - TextWidth.width(line.name))
                let help = TextWidth.wrapped(line.help, to: max(12, width - Self.nameWidth))
                return help.enumerated().map { index, text in
                    let head = index == 0 ? StyledText(line.name, .accent) : StyledText()
                    let blank = index == 0 ? gap : Self.nameWidth
                    return head + StyledText(String(repeating: " ", count: blank) + text)
                }
            }
    }
}
