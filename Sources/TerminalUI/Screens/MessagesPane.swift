import LiveProtocol
import SessionModel

/// The latest messages, the newest at the bottom.
struct MessagesPane {
    let rows: [MessageRow]
    /// The picture carries the details of the session.
    let isKnown: Bool
    let openedAt: Timestamp
    /// The last row shown; nil in an empty list.
    let bottom: Int?
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let body = Section(title: "Messages", remark: remark).draw(in: rect, on: &grid)
        guard let bottom else {
            return grid.draw(StyledText(isKnown ? "no message so far" : Format.unknown, .faint), in: body)
        }
        let top = max(0, bottom - body.rows + 1)
        let widths = Self.widths(body.columns)
        let table = Table(
            columns: zip(widths, [Alignment.right, .left, .left, .right, .left]).map {
                Table.Column(title: "", width: $0, alignment: $1)
            },
            rowCount: min(rows.count, bottom + 1), top: top, hasTitles: false
        ) { cells(rows[$0], width: body.columns) }
        table.draw(
            in: Rect(row: body.row, column: body.column - 1, columns: body.columns + 1, rows: body.rows), on: &grid)
    }

    private var remark: String {
        guard let bottom, bottom < rows.count - 1 else { return rows.isEmpty ? "" : "following" }
        return "\(rows.count - 1 - bottom) newer below, G follows"
    }

    /// Columns from which kinds are spelled in full, and below which only time, arrow and kind are shown.
    private static let wide = 100
    private static let narrow = 70

    /// Time, direction, kind, size, text.
    private static func widths(_ width: Int) -> [Int] {
        if width < narrow { return [9, 1, max(0, width - 14)] }
        let fixed = width >= wide ? [10, 6, 33, 7] : [9, 6, 23, 7]
        let used = fixed.reduce(0) { $0 + $1 + Table.gap }
        return fixed + [max(0, width - used)]
    }

    private func cells(_ row: MessageRow, width: Int) -> [StyledText] {
        let isUp = row.direction == .clientToServer
        let style: Style = isUp ? .up : .down
        let direction = (isUp ? "↑" : "↓") + (width < Self.narrow ? "" : " " + row.direction.name)
        // The direction tells which of the two it was: `serverContent.` or `realtimeInput.`.
        let shortKind = row.kind.split(separator: ".").last.map(String.init) ?? row.kind
        let text = row.count > 1 ? "\(row.count) messages" : privacy.masked(row.text)
        return [
            StyledText(Format.position(row.at - openedAt), .faint), StyledText(direction, style),
            StyledText(width < Self.wide ? shortKind : row.kind, style), StyledText(Format.bytes(Int64(row.byteCount))),
            StyledText(text),
        ]
    }
}
