import LiveProtocol
import SessionModel

/// The latest turns, the newest at the bottom.
struct TurnsPane {
    /// nil when the picture carries no details of the session.
    let turns: TurnTracker?
    let openedAt: Timestamp
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        guard !rect.isEmpty else { return }
        let all = turns?.all ?? []
        let body = Section(title: "Turns", remark: remark).draw(in: rect, on: &grid)
        if all.isEmpty { grid.draw(StyledText(turns == nil ? Format.unknown : "no turn so far", .faint), in: body) }
        let shown = Array(all.suffix(max(0, body.rows - 1)))
        guard !shown.isEmpty else { return }
        let table = Table(columns: columns(width: body.columns), rowCount: shown.count) { cells(shown[$0]) }
        // The table's first column is for a selection, of which there is none here.
        table.draw(
            in: Rect(row: body.row, column: body.column - 1, columns: body.columns + 1, rows: body.rows), on: &grid)
    }

    private var remark: String {
        guard let turns, turns.count > 0 else { return "" }
        return "\(turns.count), \(turns.interruptions) interrupted"
    }

    private func columns(width: Int) -> [Table.Column] {
        let fixed = [("#", 4, Alignment.right), ("AT", 9, .right), ("AUDIO", 7, .right), ("END", 11, .left)]
        let used = fixed.reduce(0) { $0 + $1.1 + Table.gap }
        return (fixed + [("USER → MODEL", max(0, width - used), .left)]).map {
            Table.Column(title: StyledText($0.0, .heading), width: $0.1, alignment: $0.2)
        }
    }

    private func cells(_ turn: Turn) -> [StyledText] {
        [
            StyledText("\(turn.index)"), StyledText(Format.position(turn.openedAt - openedAt), .faint),
            turn.audioByteCount > 0
                ? StyledText(Format.latency(turn.audioDuration)) : StyledText(Format.unknown, .faint),
            end(of: turn), words(of: turn),
        ]
    }

    private func end(of turn: Turn) -> StyledText {
        if turn.interruptedAt != nil { return StyledText("interrupted", .warning) }
        if turn.isCutOff { return StyledText("cut off", .alert) }
        guard turn.completedAt != nil else { return StyledText("open", .down) }
        return StyledText(turn.reason ?? "complete", turn.reason == nil ? .faint : .warning)
    }

    private func words(of turn: Turn) -> StyledText {
        let user = StyledText(privacy.masked(turn.userText.value), .up)
        let model = StyledText(privacy.masked(turn.modelText.value), .down)
        return [user, model].filter { $0.width > 0 }.joined(by: StyledText(" → ", .faint))
    }
}
