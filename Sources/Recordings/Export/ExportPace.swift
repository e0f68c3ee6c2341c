internal import LiveProtocol
internal import SessionStore

/// How far an export has come, told by the events that it reads: it may go through a session more than once.
struct ExportPace {
    /// Rows of the session.
    private let total: Int
    /// Sessions that are done, and how many there are.
    private let done: Int
    private let sessions: Int
    private var pass = 1
    /// Events of this pass.
    private var count = 0
    private var first: Timestamp?
    private var last: Timestamp?

    init(total: Int64, done: Int = 0, of sessions: Int = 1) {
        (self.total, self.done, self.sessions) = (Int(clamping: total), done, sessions)
    }

    /// The next event has been read: the first one again begins a new pass, which is measured by the instants of the one
    /// before.
    mutating func step(at instant: Timestamp) -> WorkStep {
        let start = first ?? instant
        first = start
        if instant <= start, count > 1 { (pass, count) = (pass + 1, 0) }
        count += 1
        last = max(last ?? instant, instant)
        let share = pass == 1 ? share(count) : share(instant - start, of: (last ?? instant) - start)
        // Not 1 before its last event has been written, too.
        let whole = min((Double(done) + share) / Double(max(sessions, 1)), 0.999)
        return WorkStep(pass == 1 ? "exporting" : "exporting, pass \(pass)", count, "frames", share: whole)
    }

    private func share(_ rows: Int) -> Double { total > 0 ? min(Double(rows) / Double(total), 1) : 0 }

    private func share(_ part: Duration, of whole: Duration) -> Double { whole > .zero ? part / whole : 1 }
}
