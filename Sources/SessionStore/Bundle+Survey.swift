internal import GRDB
public import LiveProtocol

extension Bundle {
    /// Where each connection of a bundle begins, in the order of the file; nil where some row may not be readable, which
    /// reading all of them tells. Frames are looked at without their payloads.
    public static func beginnings(
        in database: SessionDatabase
    ) throws(DatabaseError) -> [(connection: ConnectionID, session: SessionID, at: Timestamp)]? {
        try database.read("Cannot read the bundle") { connection in
            guard try hasPlainFrames(connection), try hasReadableEvents(connection) else { return nil }
            return try Row.fetchAll(connection, sql: beginnings).map { row in
                (
                    ConnectionID(columnValue: try row.decode(atIndex: 0)),
                    SessionID(ConnectionID(columnValue: try row.decode(atIndex: 1))),
                    Timestamp(nanoseconds: try row.sum(atIndex: 2))
                )
            }
        }
    }

    /// Of connections without any row nothing is told.
    private static let beginnings = """
        SELECT c.id, c.session, c.opened_ns + r.started_ns,
            min(coalesce((SELECT min(id) FROM frames WHERE connection = c.id), 9223372036854775807),
                coalesce((SELECT min(id) FROM events WHERE connection = c.id), 9223372036854775807)) AS first
        FROM connections c JOIN recordings r ON r.id = c.recording WHERE first < 9223372036854775807 ORDER BY first
        """

    /// As `Bundle.write` leaves them. That numbers are numbers has been looked at when the bundle was opened.
    private static func hasPlainFrames(_ connection: Database) throws -> Bool {
        try Bool.fetchOne(
            connection,
            sql: """
                SELECT NOT EXISTS (SELECT * FROM frames WHERE NOT (
                    seq BETWEEN 0 AND \(EventRow.sequences.upperBound) AND size >= 0 AND direction BETWEEN 0 AND 1
                    AND codec = 0))
                """) == true
    }

    private static func hasReadableEvents(_ connection: Database) throws -> Bool {
        let rows = try Row.fetchCursor(
            connection, sql: "SELECT \(EventRow.columns(of: .events, start: "0")) FROM events r")
        do {
            while let row = try rows.next() { _ = try EventRow.event(row, of: .events) }
        } catch {
            return false
        }
        return true
    }
}
