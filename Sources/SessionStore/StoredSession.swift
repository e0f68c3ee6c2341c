public import LiveProtocol
public import SessionModel

/// One session as the list shows it.
public struct StoredSession: Hashable, Sendable {
    /// From the cache, or counted from the rows; what only decoding can tell (model, tokens, turns) is then unknown.
    public var summary: SessionSummary
    /// The summary is the one that the session's last events led to, as far as the recorder was told.
    public var isCached: Bool
    /// A connection of the newest run has no end: it is open now, or that run was killed while it was. What an earlier
    /// run left open ended with it.
    public var hasOpenConnection: Bool
    /// The session that this one was sent again from, which may be gone; nil for any other.
    public var origin: SessionID?
}
