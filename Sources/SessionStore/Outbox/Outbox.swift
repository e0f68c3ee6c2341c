internal import GRDB
public import LiveProtocol

/// What a central store has still to be told: the recording itself is the list, and a cursor for each store says how far
/// that one is. SQLite has one writer, so that rows come into sight in the order of their numbers, and a cursor leaves out
/// none.
///
/// Confined to the thread of one shipper; several on the same database send the same batch twice, which the store takes
/// for one.
public struct Outbox: Sendable {
    let database: SessionDatabase
    /// The store's address, without credentials.
    public let url: String

    /// - Parameter database: opened for writing, see `SessionDatabase.openBeside`.
    public init(_ database: SessionDatabase, url: String) { (self.database, self.url) = (database, url) }

    /// Whether it is this one's.
    public func isIn(_ database: SessionDatabase) -> Bool { self.database === database }

    static let what = "Cannot use the outbox"

    /// Makes the cursor of a store that is new, and notes that somebody ships to it.
    public func begin(node: String, payload: String, at now: Timestamp) throws(DatabaseError) {
        try database.write(Self.what) { connection in
            try connection.execute(
                sql: """
                    INSERT INTO ship_sinks (url, node, payload, acked, batches, sent, dead, dropped, tried_ns)
                    VALUES (:url, :node, :payload, 0, 0, 0, 0, 0, :now)
                    ON CONFLICT (url) DO UPDATE SET node = excluded.node, payload = excluded.payload,
                        tried_ns = excluded.tried_ns
                    """,
                arguments: ["url": url, "node": node, "payload": payload, "now": now.nanoseconds])
        }
    }

    /// Forgets the store: nothing waits for it any more.
    ///
    /// - Returns: False where it was not known.
    public func forget() throws(DatabaseError) -> Bool {
        try database.write(Self.what) { connection in
            try connection.execute(sql: "DELETE FROM ship_sinks WHERE url = ?", arguments: [url])
            return connection.changesCount > 0
        }
    }

    /// Sends anew what was recorded from an instant on.
    ///
    /// - Returns: How many rows that are.
    public func rewind(to instant: Timestamp) throws(DatabaseError) -> Int64 {
        try database.write(Self.what) { connection in
            let sink = try sink(connection)
            let acked = try Int64.fetchOne(
                connection, sql: "SELECT acked FROM ship_sinks WHERE id = ?", arguments: [sink])
            let first = try Self.firstRow(from: instant, connection) ?? (try StoredEvents.lastRow(connection) + 1)
            let place = min(acked ?? 0, first - 1)
            try connection.execute(sql: "UPDATE ship_sinks SET acked = ? WHERE id = ?", arguments: [place, sink])
            try connection.execute(sql: "DELETE FROM ship_batches WHERE sink = ?", arguments: [sink])
            try connection.execute(
                sql: """
                    UPDATE ship_sessions SET is_settled = 0, digest = NULL WHERE sink = ? AND session_id IN (
                        SELECT c.session FROM connections c JOIN recordings r ON r.id = c.recording
                        WHERE c.closed_ns IS NULL OR c.closed_ns + r.started_ns >= ?)
                    """,
                arguments: [sink, instant.nanoseconds])
            return (acked ?? 0) - place
        }
    }

    /// The number of the first row at or after an instant; nil where there is none. Rows of an import are older than their
    /// numbers say: those that came before the first new one are sent again, too.
    private static func firstRow(from instant: Timestamp, _ connection: Database) throws -> Int64? {
        try Int64.fetchOne(
            connection,
            sql: """
                SELECT min(id) FROM (
                    SELECT (SELECT min(f.id) FROM frames f WHERE f.connection = c.id AND f.t_ns >= ?1 - r.started_ns) AS id
                        FROM connections c JOIN recordings r ON r.id = c.recording
                        WHERE c.closed_ns IS NULL OR c.closed_ns + r.started_ns >= ?1
                    UNION ALL
                    SELECT (SELECT min(e.id) FROM events e WHERE e.connection = c.id AND e.t_ns >= ?1 - r.started_ns)
                        FROM connections c JOIN recordings r ON r.id = c.recording
                        WHERE c.closed_ns IS NULL OR c.closed_ns + r.started_ns >= ?1)
                """,
            arguments: [instant.nanoseconds])
    }

    func sink(_ connection: Database) throws -> Int64 {
        guard
            let sink = try Int64.fetchOne(connection, sql: "SELECT id FROM ship_sinks WHERE url = ?", arguments: [url])
        else {
            throw DatabaseError(
                .missing, what: "Nothing has been shipped to \(url).",
                why: "No livetop has shipped there from this folder.",
                cure: "livetop ship --to \(url) --once")
        }
        return sink
    }
}
