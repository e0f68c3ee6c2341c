public import LiveProtocol
public import SessionModel

/// A recorded session and the moment at which it is looked at.
public struct OpenedSession: Sendable {
    public let state: SessionState
    public let summary: SessionSummary
    /// For a session that goes on the present, otherwise its last event: ages stand still there.
    public let now: Timestamp
    public let isRunning: Bool
    /// What the rules found on the way.
    public let ledger: FindingLedger?
    /// The session that it was sent again from; nil for any other.
    public let origin: SessionID?

    package init(state: SessionState, ledger: FindingLedger?, now: Timestamp, isRunning: Bool, origin: SessionID?) {
        (self.state, self.ledger, self.now, self.isRunning, self.origin) = (state, ledger, now, isRunning, origin)
        let summary = state.summary(at: now)
        self.summary = isRunning ? summary : summary.ended
    }
}
