/// Spreads the sending instants of all sessions evenly over their common interval.
struct Pacer {
    private let start: UInt64
    private let sessions: Int
    private let interval: UInt64
    private var tick: UInt64 = 0

    init(sessions: Int, interval: UInt64, start: UInt64) {
        self.sessions = sessions
        self.interval = interval
        self.start = start
    }

    /// When the next message is due.
    var next: UInt64 { start + tick * interval / UInt64(sessions) }

    /// The session whose turn it is, and which of its messages; moves on.
    mutating func take() -> (session: Int, round: Int) {
        defer { tick += 1 }
        return (Int(tick % UInt64(sessions)), Int(tick / UInt64(sessions)))
    }
}
