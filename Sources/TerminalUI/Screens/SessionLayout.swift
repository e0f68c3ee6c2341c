/// Where the parts of the Session screen are, for a body of a given size.
///
/// ```
/// wide: clocks  │ turns        narrow: clocks
///       setup   │                      turns
///       messages                       messages
/// ```
struct SessionLayout {
    var clocks: Rect
    /// Empty where there is no room.
    var setup: Rect
    var turns: Rect
    var messages: Rect

    /// Columns from which two parts stand side by side.
    private static let wide = 100

    init(_ body: Rect) {
        let place = body.inset(columns: 1)
        if body.columns >= Self.wide, body.rows >= 20 {
            let (top, rest) = place.cutTop(min(24, body.rows / 2))
            let (left, right) = top.cutLeft(place.columns * 2 / 5, gap: 3)
            let (clocks, below) = left.cutTop(ClockPane.rowCount + 1)
            self.clocks = clocks
            setup = below.cutTop(1).rest
            turns = right
            messages = rest.cutTop(1).rest
        } else {
            let (clocks, rest) = place.cutTop(min(ClockPane.rowCount + 1, max(3, body.rows / 3)))
            let (turns, messages) = rest.cutTop(rest.rows >= 12 ? rest.rows * 2 / 5 : 0)
            self.clocks = clocks
            setup = Rect(row: rest.row, column: rest.column, columns: 0, rows: 0)
            self.turns = turns
            self.messages = messages
        }
    }

    /// Messages that fit below their title.
    var messageCount: Int { max(0, messages.rows - 1) }
}
