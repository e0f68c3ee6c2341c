internal import GRDB
public import LiveProtocol

extension Outbox {
    /// Sessions of which the store has not been told everything, behind one in the order of their identifiers.
    public func unsettledSessions(after last: SessionID?, limit: Int) throws(DatabaseError) -> [UnsettledSession] {
        let rows = try database.read(Self.what) { connection in
            try Row.fetchAll(
                connection,
                sql: """
                    SELECT session_id, digest, findings FROM ship_sessions
                    WHERE sink = ? AND is_settled = 0 AND (?2 IS NULL OR session_id > ?2) ORDER BY session_id LIMIT ?3
                    """,
                arguments: [sink(connection), last?.firstConnection.columnValue, limit]
            ).map { row in
                (
                    session: SessionID(ConnectionID(columnValue: try row.decode(forColumn: "session_id"))),
                    digest: try row.decode(Int64?.self, forColumn: "digest"),
                    findings: try row.decode(Int.self, forColumn: "findings")
                )
            }
        }
        return try rows.map { row throws(DatabaseError) in
            guard let session = try session(row.session, digest: row.digest, findings: row.findings) else {
                let openedAt = try opening(of: row.session.firstConnection)
                return openedAt.map { .joined(row.session, openedAt: $0) } ?? .removed(row.session)
            }
            return .known(session)
        }
    }

    /// When the connection opened; nil for one that is not here.
    private func opening(of connection: ConnectionID) throws(DatabaseError) -> Timestamp? {
        try database.read(Self.what) { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT c.opened_ns + r.started_ns FROM connections c JOIN recordings r ON r.id = c.recording
                    WHERE c.id = ?
                    """,
                arguments: [connection.columnValue]
            ).map { Timestamp(nanoseconds: try $0.sum(atIndex: 0)) }
        }
    }

    private func session(
        _ id: SessionID, digest: Int64?, findings: Int
    ) throws(DatabaseError) -> OutboxSession? {
        guard let stored = try SessionIndex(database).session(id) else { return nil }
        return try database.read(Self.what) { connection in
            let row = try Row.fetchOne(
                connection, sql: "SELECT tag, summary, summary_version FROM sessions WHERE id = ?",
                arguments: [id.firstConnection.columnValue])
            return OutboxSession(
                stored: stored, tag: try row?.decode(forColumn: "tag"), summary: try row?.decode(forColumn: "summary"),
                summaryVersion: try row?.decode(forColumn: "summary_version"),
                connections: try OutboxConnection.all(of: id, connection), digest: digest, findings: findings)
        }
    }

    /// What the store has been told of a session.
    public struct Told: Hashable, Sendable {
        public var session: SessionID
        public var digest: Int64
        public var findings: Int
        /// Nothing more is to be told unless something happens.
        public var isSettled: Bool

        public init(_ session: SessionID, digest: Int64, findings: Int, isSettled: Bool) {
            (self.session, self.digest, self.findings, self.isSettled) = (session, digest, findings, isSettled)
        }
    }

    /// Notes what the store has been told of sessions.
    public func note(_ told: [Told]) throws(DatabaseError) {
        guard !told.isEmpty else { return }
        try database.write(Self.what) { connection in
            let sink = try sink(connection)
            for told in told {
                try connection.execute(
                    sql: """
                        UPDATE ship_sessions SET digest = ?, findings = ?, is_settled = ?
                        WHERE sink = ? AND session_id = ?
                        """,
                    arguments: [
                        told.digest, told.findings, told.isSettled, sink, told.session.firstConnection.columnValue,
                    ])
            }
        }
    }

    /// Nothing is to be told of the session any more.
    public func drop(_ session: SessionID) throws(DatabaseError) {
        try database.write(Self.what) { connection in
            try connection.execute(
                sql: "DELETE FROM ship_sessions WHERE sink = ? AND session_id = ?",
                arguments: [try sink(connection), session.firstConnection.columnValue])
        }
    }
}

extension OutboxConnection {
    fileprivate static func all(of session: SessionID, _ connection: Database) throws -> [OutboxConnection] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT c.*, r.started_ns, r.ended_ns, r.livetop, r.capture, r.host
                FROM connections c JOIN recordings r ON r.id = c.recording WHERE c.session = ? ORDER BY c.id
                """,
            arguments: [session.firstConnection.columnValue]
        ).map { try OutboxConnection($0, of: session) }
    }

    private init(_ row: Row, of session: SessionID) throws {
        let start: Int64 = try row.decode(forColumn: "started_ns")
        let instant = { (column: String) throws -> Timestamp? in
            try row.decode(Int64?.self, forColumn: column).map { Timestamp(nanoseconds: start &+ $0) }
        }
        self.init(
            id: ConnectionID(columnValue: try row.decode(forColumn: "id")), session: session,
            run: Run(
                startedAt: Timestamp(nanoseconds: start),
                endedAt: try row.decode(Int64?.self, forColumn: "ended_ns").map(Timestamp.init(nanoseconds:)),
                livetop: try row.decode(forColumn: "livetop"), capture: try row.decode(forColumn: "capture"),
                host: try row.decode(forColumn: "host")),
            openedAt: try instant("opened_ns") ?? Timestamp(nanoseconds: start))
        (surface, version) = (try row.decode(forColumn: "surface"), try row.decode(forColumn: "version"))
        (method, target) = (try row.decode(forColumn: "method"), try row.decode(forColumn: "target"))
        (upstream, client) = (try row.decode(forColumn: "upstream"), try row.decode(forColumn: "client"))
        isTLS = try row.decode(Bool?.self, forColumn: "tls")
        status = try row.decode(forColumn: "status")
        (upgradedAt, closedAt) = (try instant("upgraded_ns"), try instant("closed_ns"))
        closeBy = try row.decode(forColumn: "close_by")
        closeCode = try row.decode(forColumn: "close_code")
        closeReason = try row.decode(forColumn: "close_reason")
    }
}
