/// Where the parts of the Session screen are, for a body of a given size.
///
/// ```
/// wide: clocks   │ lanes         narrow: clocks, where there is room
///       findings │ transcript            tabs
///       tokens   │                       one part
/// ```
struct SessionLayout {
    /// Only what is shown; in the order in which it is drawn.
    private(set) var panes: [(pane: SessionPane, place: Rect)] = []
    /// The line of tabs; empty where everything is in sight.
    private(set) var tabs = Rect(row: 0, column: 0, columns: 0, rows: 0)

    /// Columns from which parts stand side by side.
    private static let wide = 100

    init(_ body: Rect, shown: SessionPane, isZoomed: Bool) {
        let place = body.inset(columns: 1)
        if isZoomed {
            panes = [(shown, place)]
        } else if body.columns >= Self.wide, body.rows >= 18 {
            layOutWide(place)
        } else {
            layOutTabs(place, shown)
        }
    }

    func place(of pane: SessionPane) -> Rect? { panes.first { $0.pane == pane }?.place }

    private mutating func layOutWide(_ place: Rect) {
        let (left, right) = place.cutLeft(place.columns * 2 / 5, gap: 3)
        let isTall = place.rows >= 26
        let (clocks, belowClocks) = left.cutTop(isTall ? ClockPane.largeRowCount + 1 : ClockPane.rowCount)
        let tokenRows = isTall ? min(9, belowClocks.rows / 3) : 0
        let (tokens, findings) = belowClocks.cutBottom(tokenRows)
        // What is free above half of the screen draws curves.
        let (lanes, transcript) = right.cutTop(
            min(isTall ? LanesPane.fullRowCount : LanesPane.rowCount, place.rows / 2))
        panes = [
            (.clocks, clocks), (.findings, findings), (.lanes, lanes),
            (.transcript, transcript.dropTop(isTall ? 1 : 0)),
        ]
        if tokens.rows > 0 { panes.append((.tokens, tokens)) }
    }

    private mutating func layOutTabs(_ place: Rect, _ shown: SessionPane) {
        var rest = place
        if shown != .clocks, place.rows >= 12 {
            let (clocks, below) = rest.cutTop(3)
            panes.append((.clocks, clocks))
            rest = below
        }
        if rest.rows >= 5 { (tabs, rest) = rest.cutTop(1) }
        panes.append((shown, rest))
    }
}
