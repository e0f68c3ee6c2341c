public import LiveProtocol
internal import SessionModel

/// A row of `sessions` with its connections, as it is sent to a central store.
public struct OutboxSession: Hashable, Sendable {
    /// As the list shows it.
    public var stored: StoredSession
    public var tag: String?
    public var summary: String?
    public var summaryVersion: Int64?
    public var connections: [OutboxConnection]
    /// What was sent of it last, as a number; nil for nothing.
    public var digest: Int64?
    /// Findings that the store has of it.
    public var findings: Int

    public var id: SessionID { stored.summary.id }

    /// What `livetop ls` shows of it: as it was kept, or counted from its rows.
    public var cachedSummary: (text: String, version: Int64)? {
        if stored.isCached, let summary, let summaryVersion { return (summary, summaryVersion) }
        // A cache: without it, rows are counted.
        return (try? SummaryJSON.encode(stored.summary)).map { ($0, Int64(SummaryJSON.version)) }
    }

    /// What takes the place of a session that was none.
    public static func nothing(_ id: SessionID, openedAt: Timestamp) -> OutboxSession {
        let summary = SessionSummary(id: id, activity: .closed, openedAt: openedAt)
        return OutboxSession(
            stored: StoredSession(summary: summary, isCached: false, hasOpenConnection: false, origin: nil),
            connections: [], findings: 0)
    }
}

/// A session of which the store has not been told everything.
public enum UnsettledSession: Hashable, Sendable {
    case known(OutboxSession)
    /// Its only connection turned out to belong to another session: it was never one.
    case joined(SessionID, openedAt: Timestamp)
    /// It was removed here; what the store has of it stays there.
    case removed(SessionID)
}
