import LiveProtocol
import SessionModel

/// The latest messages, the newest at the bottom.
struct MessagesPane {
    let rows: [MessageRow]
    let openedAt: Timestamp
    /// The last row shown; nil in an empty list.
    let bottom: Int?
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let body = Section(title: "Messages", remark: remark).draw(in: rect, on: &grid)
        guard let bottom else { return grid.draw(StyledText("no message so far", .faint), in: body) }
        let top = max(0, bottom - body.rows + 1)
        let widths = Self.widths(body.columns)
        let table = Table(
            columns: zip(widths, [Alignment.right, .left, .left, .right, .left]).map {
                Table.Column(title: "", width: $0, alignment: $1)
            },
            rowCount: min(rows.count, bottom + 1), top: top, hasTitles: false
        ) { cells(rows[$0]) }
        table.draw(
            in: Rect(row: body.row, column: body.column - 1, columns: body.columns + 1, rows: body.rows), on: &grid)
    }

    private var remark: String {
        guard let bottom, bottom < rows.count - 1 else { return rows.isEmpty ? "" : "following" }
        return "\(rows.count - 1 - bottom) newer below, G follows"
    }

    /// Time, direction, kind, size, text.
    private static func widths(_ width: Int) -> [Int] {
        let fixed = width >= 100 ? [10, 6, 34, 7] : width >= 70 ? [9, 6, 26, 7] : [9, 1, max(0, width - 14)]
        let used = fixed.reduce(0) { $0 + $1 + Table.gap }
        return width >= 70 ? fixed + [max(0, width - used)] : fixed
    }

    private func cells(_ row: MessageRow) -> [StyledText] {
        let style: Style = row.direction == .clientToServer ? .up : .down
        let arrow = row.direction == .clientToServer ? "↑ up" : "↓ down"
        let text = row.count > 1 ? "\(row.count) messages" : privacy.masked(row.text)
        return [
            StyledText(Format.position(row.at - openedAt), .faint), StyledText(arrow, style),
            StyledText(row.kind, style),
            StyledText(Format.bytes(Int64(row.byteCount))), StyledText(text),
        ]
    }
}
