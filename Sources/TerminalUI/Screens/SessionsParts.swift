/// Where the parts of the Sessions screen are: titles, calls that run, the heading of what is over, calls that are over.
///
/// ```
/// TAG  STATE …            titles, where calls run
/// a    speaking
/// ── ended 3 ── BY ──     heading, where some are over: always in sight
/// b    server
/// ```
struct SessionsParts {
    let titles: Rect
    let running: Rect
    let heading: Rect
    let ended: Rect
    /// Rows of both parts that fit.
    let height: Int
    /// The first row of each part that is on screen.
    let firstRunning: Int
    let firstEnded: Int

    /// - Parameter top: the first row on screen.
    init(_ arrangement: SessionArrangement, top: Int, in body: Rect) {
        let (titles, below) = body.cutTop(arrangement.runningCount > 0 ? 1 : 0)
        let headingRows = arrangement.hasEnded && below.rows > 0 ? 1 : 0
        height = below.rows - headingRows
        firstRunning = top
        firstEnded = max(top, arrangement.runningCount)
        let (running, rest) = below.cutTop(max(0, min(arrangement.runningCount - top, height)))
        self.titles = titles
        self.running = running
        (heading, ended) = rest.cutTop(headingRows)
    }

    /// Which line of the rows stands there, from 0; nil for the others.
    func line(at row: Int) -> Int? {
        if (running.row..<running.row + running.rows).contains(row) { return row - running.row }
        guard (ended.row..<ended.row + ended.rows).contains(row) else { return nil }
        return row - ended.row + running.rows
    }
}
