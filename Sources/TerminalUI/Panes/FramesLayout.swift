/// Where list and detail are: side by side where there is room, else one of them.
///
/// ```
/// title     │ title
/// columns   │ mode
/// rows      │ content
/// ```
struct FramesLayout {
    /// Which of them has the keys.
    enum Pane: Hashable, Sendable {
        case list, detail
    }

    let list: Rect
    let detail: Rect

    /// Columns from which both fit.
    static let wide = 100
    private static let listLimit = 110

    init(_ body: Rect, _ pane: Pane) {
        if body.columns >= Self.wide {
            let width = min(Self.listLimit, body.columns * 56 / 100)
            (list, detail) = body.cutLeft(width, gap: 1)
        } else {
            let nothing = Rect(row: body.row, column: body.column, columns: 0, rows: 0)
            list = pane == .list ? body : nothing
            detail = pane == .detail ? body : nothing
        }
    }

    /// Rows of frames below the line of titles.
    var listHeight: Int { max(0, list.rows - 1) }

    /// What the detail shows, below its title and the line of what it is.
    var content: Rect { detail.dropTop(2).inset(columns: 1) }
}
