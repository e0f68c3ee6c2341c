internal import GRDB
public import LiveProtocol

/// Which sessions were sent again, and from which (`livetop resend`). Noting one takes a database that was opened for
/// it (`SessionDatabase.openBeside`), and is one short transaction.
public struct SessionOrigins: Sendable {
    private let database: SessionDatabase

    public init(_ database: SessionDatabase) { self.database = database }

    /// The session that this one was sent again from, which may be gone; nil for any other.
    public func origin(of session: SessionID) throws(DatabaseError) -> SessionID? {
        try database.read("Cannot read the session") { connection in
            try String.fetchOne(
                connection, sql: "SELECT origin FROM sessions WHERE id = ?",
                arguments: [session.firstConnection.columnValue])
        }.flatMap { SessionID($0) }
    }

    public func note(_ origin: SessionID, of session: SessionID) throws(DatabaseError) {
        try database.write("Cannot note where the session comes from") { connection in
            try connection.execute(
                sql: "UPDATE sessions SET origin = ? WHERE id = ?",
                arguments: [origin.description, session.firstConnection.columnValue])
        }
    }

    /// What a client that calls itself `name` (the column `connections.client`) has opened: the sessions, oldest
    /// first, and how many of their connections have ended.
    public func sessions(
        ofClient name: String
    ) throws(DatabaseError) -> (sessions: [SessionID], closedConnections: Int) {
        try database.read("Cannot read the database") { connection in
            let rows = try Row.fetchAll(
                connection, sql: "SELECT session, closed_ns FROM connections WHERE client = ? ORDER BY id",
                arguments: [name])
            let sessions = try Set(rows.map { try $0.decode(Int64.self, forColumn: "session") })
            let closed = try rows.filter { try $0.decode(Int64?.self, forColumn: "closed_ns") != nil }
            return (sessions.sorted().map { SessionID(ConnectionID(columnValue: $0)) }, closed.count)
        }
    }
}

extension SessionIndex {
    /// How much was recorded of a session: more than one level where it went on behind a change of the setting.
    public func captureLevels(of session: SessionID) throws(DatabaseError) -> Set<CaptureLevel> {
        try database.read("Cannot read the session") { connection in
            let names = try String.fetchAll(
                connection,
                sql: """
                    SELECT DISTINCT r.capture FROM connections c JOIN recordings r ON r.id = c.recording
                    WHERE c.session = ?
                    """,
                arguments: [session.firstConnection.columnValue])
            return Set(names.compactMap(CaptureLevel.init))
        }
    }
}
