internal import GRDB
internal import LiveProtocol

/// What central stores hold back from removal: what one of them has not got yet, or only since yesterday. A lone server
/// does not sync each insert: what it has acknowledged may still be lost, and `ship --rewind` sends it again.
///
/// A store that no livetop has tried for a week holds nothing back.
struct OutboxHold {
    private static let safety = Duration.seconds(86_400)
    private static let patience = Duration.seconds(7 * 86_400)

    /// The cursor of the store that is furthest behind; nil where there is none.
    private let acknowledged: Int64?
    private let now: Timestamp

    init(_ connection: Database, at now: Timestamp) throws {
        self.now = now
        acknowledged = try Int64.fetchOne(
            connection, sql: "SELECT min(acked) FROM ship_sinks WHERE tried_ns >= ?",
            arguments: [(now - Self.patience).nanoseconds])
    }

    func holds(_ session: SessionID, endedAt: Timestamp, _ connection: Database) throws -> Bool {
        guard let acknowledged else { return false }
        return try endedAt >= now - Self.safety || Self.lastRow(of: session, connection) > acknowledged
    }

    private static func lastRow(of session: SessionID, _ connection: Database) throws -> Int64 {
        try Int64.fetchOne(
            connection,
            sql: """
                SELECT max(max(
                    coalesce((SELECT id FROM frames WHERE connection = c.id ORDER BY seq DESC, id DESC LIMIT 1), 0),
                    coalesce((SELECT id FROM events WHERE connection = c.id ORDER BY seq DESC, id DESC LIMIT 1), 0)))
                FROM connections c WHERE c.session = ?
                """,
            arguments: [session.firstConnection.columnValue]) ?? 0
    }

    /// Counts the rows of a session that are removed before the stores have them.
    static func countLoss(of session: SessionID, _ connection: Database) throws {
        try connection.execute(
            sql: """
                UPDATE ship_sinks SET dropped = dropped
                    + (SELECT count(*) FROM frames WHERE id > acked AND connection IN (
                        SELECT id FROM connections WHERE session = ?1))
                    + (SELECT count(*) FROM events WHERE id > acked AND connection IN (
                        SELECT id FROM connections WHERE session = ?1))
                """,
            arguments: [session.firstConnection.columnValue])
    }
}
