/// Where the parts of the Sessions screen are: titles, calls that run, the heading of what is over, calls that are over.
///
/// ```
/// TAG  STATE …            titles, where calls run
/// a    speaking
/// ── ended 3 ── BY ──     heading, where some are over
/// b    server
/// ```
///
/// Each part scrolls by itself: what runs stays in sight however far one reads in what is over.
struct SessionsParts {
    /// The first row of each part that is on screen, counted within the part.
    struct Tops: Hashable, Sendable {
        var running = 0
        var ended = 0
    }

    let titles: Rect
    let running: Rect
    let heading: Rect
    let ended: Rect
    let tops: Tops
    /// Rows that are neither above nor below what is on screen.
    let shownCount: Int
    private let runningCount: Int

    /// - Parameters:
    ///   - selected: among all rows; it is on screen.
    ///   - tops: as they were; they change as little as possible.
    init(_ arrangement: SessionArrangement, selected: Int?, from tops: Tops, in body: Rect) {
        let (runningCount, count) = (arrangement.runningCount, arrangement.rows.count)
        self.runningCount = runningCount
        let (titles, below) = body.cutTop(runningCount > 0 ? 1 : 0)
        let headingRows = arrangement.hasEnded && below.rows > 0 ? 1 : 0
        let height = below.rows - headingRows
        // What runs has the room that it needs, and leaves the other part a third of it.
        let endedRows = min(count - runningCount, max(height - runningCount, height / 3))
        let (running, rest) = below.cutTop(max(0, min(runningCount, height - endedRows)))
        self.titles = titles
        self.running = running
        (heading, ended) = rest.cutTop(headingRows)
        let first = selected.flatMap { $0 < runningCount ? $0 : nil } ?? tops.running
        let second = selected.flatMap { $0 >= runningCount ? $0 - runningCount : nil } ?? tops.ended
        self.tops = Tops(
            running: ListWindow.top(
                showing: max(0, min(first, runningCount - 1)), from: tops.running, height: running.rows,
                count: runningCount),
            ended: ListWindow.top(
                showing: max(0, min(second, count - runningCount - 1)), from: tops.ended, height: ended.rows,
                count: count - runningCount))
        shownCount =
            max(0, min(running.rows, runningCount - self.tops.running))
            + max(0, min(ended.rows, count - runningCount - self.tops.ended))
    }

    /// Rows of a page.
    var height: Int { max(running.rows, ended.rows) }

    /// The first row of each part that is on screen, among all rows.
    var firstRunning: Int { tops.running }
    var firstEnded: Int { runningCount + tops.ended }

    /// The row that stands there; nil where none does.
    func index(at row: Int) -> Int? {
        if (running.row..<running.row + running.rows).contains(row) { return firstRunning + row - running.row }
        guard (ended.row..<ended.row + ended.rows).contains(row) else { return nil }
        return firstEnded + row - ended.row
    }
}
