internal import GRDB
public import LiveProtocol
internal import SessionModel

/// What there is in a database: lists and lookups.
public struct SessionIndex: Sendable {
    let database: SessionDatabase

    public init(_ database: SessionDatabase) {
        self.database = database
    }

    /// Sessions, newest first; only those with `tag`, and older than `session`, where these are given.
    public func sessions(
        tag: String? = nil, before session: SessionID? = nil, limit: Int = .max
    ) throws(DatabaseError) -> [StoredSession] {
        try database.read("Cannot list the sessions") { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT id, tag, origin, summary, summary_version FROM sessions
                    WHERE (?1 IS NULL OR tag = ?1) AND (?3 IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?2
                    """,
                arguments: [tag, limit, session?.firstConnection.columnValue])
            return try rows.map { try stored($0, in: connection) }
        }
    }

    /// One session; nil when there is none.
    public func session(_ id: SessionID) throws(DatabaseError) -> StoredSession? {
        try database.read("Cannot read the session") { connection in
            let row = try Row.fetchOne(
                connection, sql: "SELECT id, tag, origin, summary, summary_version FROM sessions WHERE id = ?",
                arguments: [id.firstConnection.columnValue])
            return try row.map { try stored($0, in: connection) }
        }
    }

    /// Plain HTTP requests, newest first.
    public func exchanges(limit: Int = .max) throws(DatabaseError) -> [HTTPExchange] {
        try database.read("Cannot list the requests") { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT x.t_ns, r.started_ns, x.tag, x.method, x.target, x.status, x.request_bytes, x.response_bytes,
                        x.head_ns, x.duration_ns, x.failure
                    FROM http_exchanges x JOIN recordings r ON r.id = x.recording ORDER BY x.id DESC LIMIT ?
                    """,
                arguments: [limit])
            return try rows.map(HTTPExchange.init)
        }
    }

    /// The highest identifier given so far: the next one must be higher. Nil in an empty database.
    public func lastConnection() throws(DatabaseError) -> ConnectionID? {
        try database.read("Cannot read the database") { connection in
            try Int64.fetchOne(connection, sql: "SELECT max(id) FROM connections").map(ConnectionID.init(columnValue:))
        }
    }
}

// MARK: - Rows

extension SessionIndex {
    private func stored(_ row: Row, in connection: Database) throws -> StoredSession {
        let id: Int64 = try row.decode(forColumn: "id")
        let session = SessionID(ConnectionID(columnValue: id))
        let cached = SummaryJSON.decode(
            try row.decode(forColumn: "summary"), version: try row.decode(forColumn: "summary_version"), id: session)
        let open = try Int.fetchOne(
            connection,
            sql: """
                SELECT count(*) FROM connections WHERE session = ? AND closed_ns IS NULL
                    AND recording IS \(Schema.runningRecording)
                """,
            arguments: [id])
        var summary = try cached ?? SessionCount(session, in: connection).summary(tag: row.decode(forColumn: "tag"))
        if summary.targets == nil { summary.targets = try targets(of: id, in: connection) }
        return StoredSession(
            summary: summary,
            isCached: cached != nil, hasOpenConnection: open != 0,
            origin: try row.decode(String?.self, forColumn: "origin").flatMap { SessionID($0) })
    }
}

extension SessionIndex {
    /// Where the session's connections went: in its summary, unless an older livetop wrote that.
    private func targets(of session: Int64, in connection: Database) throws -> CallTargets {
        let rows = try Row.fetchAll(
            connection,
            sql:
                "SELECT DISTINCT upstream, target FROM connections WHERE session = ? AND upstream IS NOT NULL LIMIT 64",
            arguments: [session])
        var targets = CallTargets()
        for row in rows {
            targets.insert(
                upstream: try row.decode(forColumn: "upstream"),
                target: try row.decode(String?.self, forColumn: "target") ?? "")
        }
        return targets
    }
}

extension HTTPExchange {
    fileprivate init(_ row: Row) throws {
        let anchor: Int64 = try row.decode(forColumn: "started_ns")
        self.init(
            at: Timestamp(nanoseconds: anchor &+ (try row.decode(forColumn: "t_ns"))),
            tag: try row.decode(forColumn: "tag"),
            method: try row.decode(forColumn: "method"), target: try row.decode(forColumn: "target"),
            status: try row.decode(forColumn: "status"), requestBytes: try row.decode(forColumn: "request_bytes"),
            responseBytes: try row.decode(forColumn: "response_bytes"),
            timeToHead: try row.decode(Int64?.self, forColumn: "head_ns").map(Duration.nanoseconds),
            duration: .nanoseconds(try row.decode(Int64.self, forColumn: "duration_ns")),
            failure: try row.decode(forColumn: "failure"))
    }
}
