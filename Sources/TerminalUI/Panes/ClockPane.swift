import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// How far the session is from each of its ends: the connection's age or announced end, the session's cap, the
/// context's limit. Below: how it ended, and what crossed.
struct ClockPane {
    let summary: SessionSummary
    let detail: SessionState?
    let now: Timestamp

    /// With its title, each clock in one line, and with a gauge under each.
    static let rowCount = 6
    static let largeRowCount = 9

    func draw(in rect: Rect, title: Section, on grid: inout CellGrid) {
        // On a screen of a few lines the clocks themselves matter more than their title.
        let body = rect.rows > 3 ? title.draw(in: rect, on: &grid) : rect
        let isLarge = rect.rows >= Self.largeRowCount
        var rest = body
        for (label, clock) in clocks {
            let (place, below) = rest.cutTop(isLarge ? 2 : 1)
            isLarge ? drawLarge(label, clock, in: place, on: &grid) : draw(label, clock, in: place, on: &grid)
            rest = below
        }
        // The end of a call stands whole, however long its reason.
        let ending = end.map { $0.wrapped(to: rest.columns) } ?? []
        for line in (ending + [traffic].compactMap(\.self)).prefix(rest.rows) {
            let (place, below) = rest.cutTop(1)
            grid.draw(line, in: place)
            rest = below
        }
    }

    private var clocks: [(String, SessionClock)] {
        [
            ("connection", .connection(summary, at: now)),
            ("session", .session(summary, at: now, hasSetup: detail?.setup != nil)),
            ("context", .context(summary)),
        ]
    }

    private static let labelWidth = 12

    private func drawLarge(_ label: String, _ clock: SessionClock, in rect: Rect, on grid: inout CellGrid) {
        let (line, bar) = rect.cutTop(1)
        let (name, value) = line.cutLeft(Self.labelWidth)
        grid.draw(StyledText(label, .faint), in: name)
        grid.draw(clock.fact, in: value)
        // What is left matters more than how exactly that is known.
        let short = clock.left.width > 1 ? clock.left + StyledText(" left", .faint) : ""
        let words = clock.fact.width + 2 + clock.words.width <= value.columns ? clock.words : short
        if clock.fact.width + 1 + words.width <= value.columns { grid.draw(words, in: value, aligned: .right) }
        if bar.rows > 0 {
            grid.draw(Gauge(share: clock.share, style: clock.style).text(width: bar.columns), in: bar)
        }
    }

    /// Gauges of all clocks have the same width, so that they can be compared.
    private func draw(_ label: String, _ clock: SessionClock, in line: Rect, on grid: inout CellGrid) {
        let (name, value) = line.cutLeft(Self.labelWidth)
        grid.draw(StyledText(label, .faint), in: name)
        let width = min(30, value.columns - 30)
        let gauge = width >= 6 ? Gauge(share: clock.share, style: clock.style).text(width: width) + "  " : ""
        let words = clock.words.width == 0 ? clock.fact : clock.words
        let both = gauge + clock.fact + "  " + clock.words
        grid.draw(both.width <= value.columns ? both : gauge + words, in: value)
    }

    /// How it ended; nil while it goes on.
    private var end: StyledText? {
        if let refusal = summary.refusal {
            return StyledText("refused by \(Format.party(refusal.by)), \(refusal.status)", .alert)
                + words(refusal.words)
        }
        guard let closedAt = summary.closedAt else {
            // A goAway may come without saying when.
            let isLeaving = summary.goAwayDeadline == nil && detail?.connection?.goAway != nil
            return isLeaving ? StyledText("goAway, no time given", .alert) : nil
        }
        let ago = StyledText(summary.knownEnd == nil ? "" : ", \(Format.clock(now - closedAt)) ago", .faint)
        guard let closure = summary.closure else { return "closed" + ago }
        let code = closure.code.map { " \($0)" } ?? ""
        let ending = StyledText("ended by \(Format.party(closure.by))\(code)", summary.endedBadly ? .alert : .plain)
        return ending + ago + words(closure.words)
    }

    private func words(_ text: String) -> StyledText { StyledText(text.isEmpty ? "" : "  " + text) }

    private var traffic: StyledText? {
        let dropped = summary.droppedFrames
        return StyledText("↑ " + Format.bytes(summary.bytesUp), .up) + "  "
            + StyledText("↓ " + Format.bytes(summary.bytesDown), .down) + "  "
            + StyledText(Format.count(summary.frames), .strong) + StyledText(" frames", .faint)
            + StyledText(dropped > 0 ? ", \(Format.count(dropped)) dropped" : "", .alert)
    }
}
