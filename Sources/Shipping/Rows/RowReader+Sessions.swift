public import LiveProtocol
public import SessionStore

/// What is read of `lt_sessions` and `lt_connections`.
extension RowReader {
    /// A line of `lt_sessions`, as far as it is read back.
    public struct Session: Hashable, Sendable {
        public var node: String
        public var row: FetchedSession
        /// It went on when its machine told of it last.
        public var isOpen: Bool
        public var payload: ShipPayload?
        public var openedAt: Timestamp
    }

    /// The columns that `session` reads.
    public static let sessionColumns = [
        "node", "session_id", "tag", "origin", "summary", "summary_version", "is_open", "payload", "opened_ns",
    ]

    public mutating func session() throws(Unreadable) -> Session {
        let node = try text()
        let id = SessionID(ConnectionID(rawValue: try integer(UInt64.self)))
        let (tag, origin) = (try optionalText(), try optionalText())
        let row = FetchedSession(
            id: id, tag: tag, origin: origin, summary: try optionalText(), summaryVersion: try optional(Int64.self))
        return Session(
            node: node, row: row, isOpen: try bool(), payload: ShipPayload(rawValue: try text()),
            openedAt: Timestamp(nanoseconds: try integer(Int64.self)))
    }

    /// The columns that `connection` reads.
    public static let connectionColumns = [
        "node", "connection", "session_id", "started_ns", "ended_ns", "livetop", "capture", "host", "opened_ns",
        "surface",
        "version", "method", "target", "upstream", "client", "tls", "status", "upgraded_ns", "closed_ns", "close_by",
        "close_code", "close_reason",
    ]

    public mutating func connection() throws(Unreadable) -> (node: String, row: OutboxConnection) {
        let node = try text()
        let id = ConnectionID(rawValue: try integer(UInt64.self))
        let session = SessionID(ConnectionID(rawValue: try integer(UInt64.self)))
        let start = Timestamp(nanoseconds: try integer(Int64.self))
        let run = OutboxConnection.Run(
            startedAt: start, endedAt: try optional(Int64.self).map(Timestamp.init(nanoseconds:)), livetop: try text(),
            capture: try text(), host: try optionalText())
        var row = OutboxConnection(
            id: id, session: session, run: run, openedAt: Timestamp(nanoseconds: try integer(Int64.self)))
        (row.surface, row.version, row.method) = (try optionalText(), try optionalText(), try optionalText())
        (row.target, row.upstream, row.client) = (try optionalText(), try optionalText(), try optionalText())
        row.isTLS = try optional(UInt8.self).map { $0 != 0 }
        row.status = try optional(Int64.self)
        row.upgradedAt = try optional(Int64.self).map(Timestamp.init(nanoseconds:))
        row.closedAt = try optional(Int64.self).map(Timestamp.init(nanoseconds:))
        (row.closeBy, row.closeCode) = (try optionalText(), try optional(Int64.self))
        row.closeReason = try optionalText()
        return (node, row)
    }
}
