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
    private var count = 0
    private var last: Timestamp?

    init(total: Int64, done: Int = 0, of sessions: Int = 1) {
        (self.total, self.done, self.sessions) = (Int(clamping: total), done, sessions)
    }

    /// The next event has been read: one that was before the last begins a new pass.
    mutating func step(at instant: Timestamp) -> WorkStep {
        if let last, instant < last { (pass, count) = (pass + 1, 0) }
        last = instant
        count += 1
        let share = total > 0 ? min(Double(count) / Double(total), 1) : 0
        // Not 1 before its last event has been written, too.
        let whole = min((Double(done) + share) / Double(max(sessions, 1)), 0.999)
        return WorkStep(pass == 1 ? "exporting" : "exporting, pass \(pass)", count, "frames", share: whole)
    }
}
