internal import GRDB
public import LiveProtocol

/// A place that somebody wants to find again, with or without a comment.
public struct Mark: Hashable, Sendable {
    public var session: SessionID
    /// The instant that is marked; nil: the session as a whole.
    public var at: Timestamp?
    /// The comment; empty for a mark alone.
    public var text: String

    public init(session: SessionID, at: Timestamp? = nil, text: String = "") {
        self.session = session
        self.at = at
        self.text = text
    }
}

/// The marks of a database, at most one at each place. Reading takes any database; writing one that was opened for it
/// (`SessionDatabase.openBeside`), and is one short transaction each.
///
/// In the file, the mark of a whole session bears the instant at which the session opened.
public struct MarkTable: Sendable {
    private let database: SessionDatabase

    public init(_ database: SessionDatabase) { self.database = database }

    /// All of them, by session and instant.
    public func all() throws(DatabaseError) -> [Mark] {
        try database.read("Cannot read the marks") { connection in
            try Row.fetchAll(
                connection,
                sql: """
                    SELECT session, at_ns, text, \(Self.opened("marks.session")) AS opened_ns
                    FROM marks WHERE seq IS NULL ORDER BY session, at_ns
                    """
            ).map(Mark.init)
        }
    }

    /// Puts the mark there; one that was at its place is replaced.
    ///
    /// - Throws: also when nothing is recorded of the session.
    public func set(_ mark: Mark) throws(DatabaseError) {
        try database.write("Cannot keep the mark") { connection in
            try Self.remove(mark.session, mark.at, in: connection)
            try connection.execute(
                sql: "INSERT INTO marks (session, at_ns, text) VALUES (?1, ifnull(?2, \(Self.opened("?1"))), ?3)",
                arguments: [
                    mark.session.firstConnection.columnValue, mark.at?.nanoseconds,
                    mark.text.isEmpty ? nil : mark.text,
                ])
        }
    }

    /// Nothing happens where there is no mark.
    public func remove(at instant: Timestamp?, of session: SessionID) throws(DatabaseError) {
        try database.write("Cannot remove the mark") { try Self.remove(session, instant, in: $0) }
    }

    private static func remove(_ session: SessionID, _ instant: Timestamp?, in connection: Database) throws {
        try connection.execute(
            sql: "DELETE FROM marks WHERE session = ?1 AND seq IS NULL AND at_ns = ifnull(?2, \(opened("?1")))",
            arguments: [session.firstConnection.columnValue, instant?.nanoseconds])
    }

    private static func opened(_ session: String) -> String {
        "(SELECT min(opened_ns) FROM connections WHERE connections.session = \(session))"
    }
}

extension Mark {
    fileprivate init(_ row: Row) throws {
        let at: Int64 = try row.decode(forColumn: "at_ns")
        let opened: Int64? = try row.decode(forColumn: "opened_ns")
        self.init(
            session: SessionID(ConnectionID(columnValue: try row.decode(forColumn: "session"))),
            at: at == opened ? nil : Timestamp(nanoseconds: at), text: try row.decode(forColumn: "text") ?? "")
    }
}
