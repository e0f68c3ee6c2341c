import LiveProtocol
import SessionModel

/// The turns of a session, the newest at the bottom.
struct TurnsScreen {
    /// Those to show, oldest first.
    let turns: [Turn]
    let cursor: ListCursor
    let time: TimeScale
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let all = turns
        let numbers = all.map(\.index)
        guard !all.isEmpty else { return grid.draw(StyledText("no turn so far", .faint), in: rect.inset(columns: 1)) }
        let height = max(0, rect.rows - 1)
        let selected = cursor.index(in: numbers)
        let table = Table(
            columns: columns(width: rect.columns - 2), rowCount: all.count,
            top: SessionsList.top(showing: selected ?? 0, from: cursor.top, height: height, count: all.count),
            selected: selected
        ) { cells(all[$0], after: $0 > 0 ? all[$0 - 1] : nil) }
        table.draw(in: rect, on: &grid)
    }

    private func columns(width: Int) -> [Table.Column] {
        let fixed = [("#", 4, Alignment.right), ("AT", 12, .right), ("AUDIO", 7, .right), ("END", 11, .left)]
        let used = fixed.reduce(0) { $0 + $1.1 + Table.gap }
        return (fixed + [("USER → MODEL", max(0, width - used), .left)]).map {
            Table.Column(title: StyledText($0.0, .heading), width: $0.1, alignment: $0.2)
        }
    }

    private func cells(_ turn: Turn, after previous: Turn?) -> [StyledText] {
        [
            StyledText("\(turn.index)"),
            StyledText(time.text(turn.openedAt, after: previous?.openedAt), .faint),
            turn.audioByteCount > 0
                ? StyledText(Format.latency(turn.audioDuration)) : StyledText(Format.unknown, .faint),
            turn.ending, turn.words(privacy),
        ]
    }
}

extension Turn {
    /// How it ended, in at most eleven columns where the service gave no reason of its own.
    var ending: StyledText {
        if interruptedAt != nil { return StyledText("interrupted", .warning) }
        if isCutOff { return StyledText("cut off", .alert) }
        guard completedAt != nil else { return StyledText("open", .down) }
        return StyledText(reason ?? "complete", reason == nil ? .faint : .warning)
    }

    /// What both sides said.
    func words(_ privacy: Privacy) -> StyledText {
        let user = StyledText(privacy.masked(userText.value), .up)
        let model = StyledText(privacy.masked(modelText.value), .down)
        return [user, model].filter { $0.width > 0 }.joined(by: StyledText(" → ", .faint))
    }
}
