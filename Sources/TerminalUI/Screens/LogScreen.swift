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
                [CommonKeys.back] + CommonKeys.moves(end: CommonKeys.newest) + CommonKeys.views() + [CommonKeys.follow]
                    + CommonKeys.looks(hasTimes: true) + [CommonKeys.quitNow])
        ]
    }

    var cursor = ListCursor<Int>(growsAtEnd: true)

    func rowKeys(_ context: ScreenContext) -> [Int] { context.snapshot?.log.map(\.number) ?? [] }

    func heading(_ context: ScreenContext) -> StyledText? { StyledText("What livetop itself has to say", .strong) }

    func position(_ context: ScreenContext) -> String { cursor.isFollowing ? "following" : "" }

    func copyText(_ context: ScreenContext) -> String? {
        selectedIndex(context).flatMap { context.snapshot?.log[$0].text }
    }

    // MARK: Drawing

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let snapshot = context.snapshot else { return }
        let lines = snapshot.log
        guard !lines.isEmpty else {
            return grid.draw(StyledText("nothing so far", .faint), in: context.body.inset(columns: 1))
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
