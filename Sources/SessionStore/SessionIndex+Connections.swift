internal import GRDB
public import LiveProtocol

/// A recorded connection as far as the list of connections tells of it.
public struct RecordedConnection: Hashable, Sendable {
    public var connection: ConnectionID
    public var session: SessionID
    /// Nil for one that goes on, or whose end nobody saw.
    public var closedAt: Timestamp?
    /// Without an end, in the newest recording: it goes on where a process records at this moment.
    public var mayBeOpen: Bool
}

extension SessionIndex {
    /// Whose connections are looked for: what the list of connections tells of a client.
    public struct Client: Hashable, Sendable {
        public var tag: String?
        public var upstream: String

        public init(tag: String?, upstream: String) {
            self.tag = tag
            self.upstream = upstream
        }
    }

    /// The newest `limit` connections that had opened by the end of `interval` and had not ended before its beginning,
    /// newest first; those of one client, or of all.
    public func connections(
        of client: Client?, in interval: ClosedRange<Timestamp>, limit: Int
    ) throws(DatabaseError) -> [RecordedConnection] {
        try database.read("Cannot list the connections") { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT c.id, c.session, c.closed_ns + r.started_ns AS closed,
                        c.closed_ns IS NULL AND c.recording IS \(Schema.runningRecording) AS may_be_open
                    FROM connections c JOIN recordings r ON r.id = c.recording JOIN sessions s ON s.id = c.session
                    WHERE (NOT :one OR s.tag IS :tag AND c.upstream = :upstream)
                        AND c.opened_ns + r.started_ns <= :end
                        AND (c.closed_ns IS NULL OR c.closed_ns + r.started_ns >= :start)
                    ORDER BY c.opened_ns + r.started_ns DESC, c.id DESC LIMIT :limit
                    """,
                arguments: [
                    "one": client != nil, "tag": client?.tag, "upstream": client?.upstream,
                    "start": interval.lowerBound.nanoseconds, "end": interval.upperBound.nanoseconds, "limit": limit,
                ])
            return try rows.map { row in
                let closed: Int64? = try row.decode(forColumn: "closed")
                return RecordedConnection(
                    connection: ConnectionID(columnValue: try row.decode(forColumn: "id")),
                    session: SessionID(ConnectionID(columnValue: try row.decode(forColumn: "session"))),
                    closedAt: closed.map(Timestamp.init(nanoseconds:)),
                    mayBeOpen: try row.decode(forColumn: "may_be_open"))
            }
        }
    }
}
