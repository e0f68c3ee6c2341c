import LiveProtocol
import Wording

/// livetop's own log, the newest line at the bottom.
struct LogScreen {
    let lines: [LogLine]
    let cursor: ListCursor
    let time: TimeScale
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        guard !lines.isEmpty else { return grid.draw(StyledText("nothing so far", .faint), in: rect.inset(columns: 1)) }
        let numbers = lines.map(\.number)
        let selected = cursor.index(in: numbers)
        let height = max(0, rect.rows - 1)
        let table = Table(
            columns: columns(width: rect.columns - 2), rowCount: lines.count,
            top: SessionsList.top(showing: selected ?? 0, from: cursor.top, height: height, count: lines.count),
            selected: selected
        ) { cells(lines[$0], after: $0 > 0 ? lines[$0 - 1] : nil) }
        table.draw(in: rect, on: &grid)
    }

    private func columns(width: Int) -> [Table.Column] {
        [(time.heading, 12, Alignment.right), ("LEVEL", 7, .left), ("LINE", max(0, width - 23), .left)].map {
            Table.Column(title: StyledText($0.0, .heading), width: $0.1, alignment: $0.2)
        }
    }

    private func cells(_ line: LogLine, after previous: LogLine?) -> [StyledText] {
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
