import SessionModel

/// The transcript at the place where the user is.
struct TranscriptPane {
    let transcript: Transcript
    let scroll: TranscriptScroll

    func draw(in rect: Rect, title: Section, on grid: inout CellGrid) {
        var title = title
        title.remark = scroll.isFollowing ? "following" : "F follows"
        let body = title.draw(in: rect, on: &grid)
        let lines = transcript.lines(upTo: scroll.bottom, count: body.rows)
        if lines.isEmpty { grid.draw(StyledText("nothing said so far", .faint), in: body) }
        for (offset, line) in lines.enumerated() {
            grid.draw(
                line.text, in: Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1))
        }
    }
}
