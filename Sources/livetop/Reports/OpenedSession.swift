import LiveProtocol
import SessionModel
import SessionStore

/// A recorded session and the moment at which it is looked at.
struct OpenedSession {
    let state: SessionState
    let summary: SessionSummary
    /// For a session that goes on the present, otherwise its last event: ages stand still there.
    let now: Timestamp
    /// The session that it was sent again from; nil for any other.
    let origin: SessionID?

    /// - Parameter isRecording: a process records into the folder at this moment.
    init(_ reopened: Reopening.Result, _ stored: StoredSession?, isRecording: Bool) {
        let isRunning = isRecording && stored?.hasOpenConnection == true
        state = reopened.state
        origin = stored?.origin
        now = isRunning ? .wallClock : reopened.lastAt
        var summary = state.summary(at: now)
        // A connection without an end ended with the process that recorded it.
        if !isRunning { summary.activity = .closed }
        self.summary = summary
    }
}
