import LiveProtocol
import SessionModel
import SessionStore

/// A recorded session and the moment at which it is looked at.
struct OpenedSession {
    let state: SessionState
    let summary: SessionSummary
    /// For a session that goes on the present, otherwise its last event: ages stand still there.
    let now: Timestamp

    /// - Parameter isRunning: a process records it at this moment.
    init(_ reopened: Reopening.Result, isRunning: Bool) {
        state = reopened.state
        now = isRunning ? .wallClock : reopened.lastAt
        var summary = state.summary(at: now)
        // A connection without an end ended with the process that recorded it.
        if !isRunning { summary.activity = .closed }
        self.summary = summary
    }
}
