import LiveProtocol
import Snapshots
import Wording

/// livetop's own log, the newest line at the bottom.
struct LogScreen: ListScreen {
    static let title = "Log"
    static let level = ScreenLevel.apart
    static let summary = "what livetop itself has to say"

    static var keys: [KeyMap.Group] {
        [
            section(
                [CommonKeys.back] + CommonKeys.moves(end: CommonKeys.newest) + CommonKeys.views()
                    + [CommonKeys.lookFor, CommonKeys.severity, CommonKeys.follow, CommonKeys.faults]
                    + CommonKeys.looks(hasTimes: true)
                    + [CommonKeys.quitNow])
        ]
    }

    var cursor = ListCursor<Int>(growsAtEnd: true)
    /// What is looked for in the lines.
    var query: TextQuery? = TextQuery()
    /// The last line that was there while the log was shown.
    private var readUpTo = 0

    /// Those that match what is looked for.
    func lines(_ context: ScreenContext) -> [LogLine] {
        let lines = context.snapshot?.log ?? []
        guard let query, query.isActive else { return lines }
        return lines.filter { query.matches([$0.text, $0.level.rawValue], $0.level.weight) }
    }

    func rowKeys(_ context: ScreenContext) -> [Int] { lines(context).map(\.number) }

    mutating func settle(_ context: ScreenContext) {
        cursor.settle(in: rowKeys(context), height: max(0, context.body.rows - 1))
        // What came while a frozen picture was looked at has not been read.
        readUpTo = max(readUpTo, context.snapshot?.log.last?.number ?? 0)
    }

    /// Warnings and errors that nobody has seen yet, with the worst of their levels; nil where there are none.
    func unread(in log: [LogLine]) -> (count: Int, isError: Bool)? {
        let new = log.lazy.filter { $0.number > readUpTo && ($0.level == .warning || $0.level == .error) }
        let count = new.count(where: { _ in true })
        return count == 0 ? nil : (count, new.contains { $0.level == .error })
    }

    func heading(_ context: ScreenContext) -> StyledText? { StyledText("What livetop itself has to say", .strong) }

    func position(_ context: ScreenContext) -> String {
        let (shown, all) = (lines(context).count, context.snapshot?.log.count ?? 0)
        let hidden = shown < all ? "\(Format.count(Int64(shown))) of \(Format.count(Int64(all))) lines" : nil
        return [hidden, cursor.isFollowing ? "following" : nil].compactMap(\.self).joined(separator: ", ")
    }

    func copyText(_ context: ScreenContext) -> String? {
        selectedIndex(context).map { lines(context)[$0].text }
    }

    // MARK: Drawing

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let snapshot = context.snapshot else { return }
        let lines = lines(context)
        guard !lines.isEmpty else {
            let remark =
                snapshot.log.isEmpty ? "nothing so far" : "no line matches; Esc shows all \(snapshot.log.count)"
            return grid.draw(StyledText(remark, .faint), in: context.body.inset(columns: 1))
        }
        // Log lines have no session to count from.
        let format: TimeFormat = context.looks.timeFormat == .elapsed ? .wall : context.looks.timeFormat
        let time = TimeScale(format: format, start: snapshot.now, offset: snapshot.process.clockOffset)
        let columns = Self.columns(width: context.body.columns - 2, time)
        drawRows(rowKeys(context), under: columns, in: context.body, context, on: &grid) { row in
            cells(lines[row], after: row > 0 ? lines[row - 1] : nil, time, context.privacy)
        }
    }

    private static func columns(width: Int, _ time: TimeScale) -> [Table.Column] {
        [(time.heading, 12, Alignment.right), ("LEVEL", 7, .left), ("LINE", max(0, width - 23), .left)].map {
            Table.Column(title: StyledText($0.0, .heading), width: $0.1, alignment: $0.2)
        }
    }

    private func cells(
        _ line: LogLine, after previous: LogLine?, _ time: TimeScale, _ privacy: Privacy
    ) -> [StyledText] {
        let style: Style =
            switch line.level {
            case .debug: .faint
            case .info: .plain
            case .warning: .warning
            case .error: .alert
            }
        return [
            StyledText(time.text(line.at, after: previous?.at), .faint), StyledText(line.level.rawValue, style),
            StyledText(privacy.masked(line.text)),
        ]
    }
}

extension LogLine.Level {
    fileprivate var weight: TextQuery.Weight {
        switch self {
        case .debug, .info: .any
        case .warning: .warning
        case .error: .error
        }
    }
}
