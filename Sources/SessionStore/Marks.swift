internal import GRDB
public import LiveProtocol

/// A place in a session that somebody wants to find again, with or without a comment.
public struct Mark: Hashable, Sendable {
    /// Given by the store.
    public var id: Int64
    public var session: SessionID
    public var at: Timestamp
    /// The frame that is marked; both nil for an instant.
    public var connection: ConnectionID?
    public var sequence: Int64?
    /// The comment; nil for a mark alone.
    public var text: String?

    public init(
        id: Int64, session: SessionID, at: Timestamp, connection: ConnectionID? = nil, sequence: Int64? = nil,
        text: String? = nil
    ) {
        self.id = id
        self.session = session
        self.at = at
        self.connection = connection
        self.sequence = sequence
        self.text = text
    }
}

/// The marks of a database. Reading takes any database; writing one that was opened for it
/// (`SessionDatabase.openBeside`), and is one short transaction each.
public struct Marks: Sendable {
    private let database: SessionDatabase

    public init(_ database: SessionDatabase) { self.database = database }

    /// Those of a session in the order of their instants.
    public func marks(of session: SessionID) throws(DatabaseError) -> [Mark] {
        try database.read("Cannot read the marks") { connection in
            try Row.fetchAll(
                connection, sql: "SELECT * FROM marks WHERE session = ? ORDER BY at_ns, id",
                arguments: [session.firstConnection.columnValue]
            ).map(Mark.init)
        }
    }

    /// The sessions that have a mark or a comment.
    public func sessions() throws(DatabaseError) -> Set<SessionID> {
        try database.read("Cannot read the marks") { connection in
            let rows = try Int64.fetchAll(connection, sql: "SELECT DISTINCT session FROM marks")
            return Set(rows.map { SessionID(ConnectionID(columnValue: $0)) })
        }
    }

    /// Adds a mark and returns it with its number. `mark.id` is not looked at.
    @discardableResult
    public func add(_ mark: Mark) throws(DatabaseError) -> Mark {
        try database.write("Cannot keep the mark") { connection in
            try connection.execute(
                sql: "INSERT INTO marks (session, at_ns, connection, seq, text) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    mark.session.firstConnection.columnValue, mark.at.nanoseconds, mark.connection?.columnValue,
                    mark.sequence, mark.text,
                ])
            var kept = mark
            kept.id = connection.lastInsertedRowID
            return kept
        }
    }

    /// Marks the place, or takes its mark away when it has one without a comment.
    ///
    /// - Returns: The new mark; nil when one was taken away.
    @discardableResult
    public func toggle(_ mark: Mark) throws(DatabaseError) -> Mark? {
        let bare = try marks(of: mark.session).first { $0.text == nil && $0.isAtPlace(of: mark) }
        guard let bare else { return try add(mark) }
        try remove(bare.id)
        return nil
    }

    /// Replaces the comment; nil leaves the mark alone.
    public func setText(_ text: String?, of id: Int64) throws(DatabaseError) {
        try database.write("Cannot keep the comment") { connection in
            try connection.execute(sql: "UPDATE marks SET text = ? WHERE id = ?", arguments: [text, id])
        }
    }

    public func remove(_ id: Int64) throws(DatabaseError) {
        try database.write("Cannot remove the mark") { connection in
            try connection.execute(sql: "DELETE FROM marks WHERE id = ?", arguments: [id])
        }
    }
}

extension Mark {
    /// The same frame, or the same instant where no frame is marked.
    fileprivate func isAtPlace(of other: Mark) -> Bool {
        connection == other.connection && sequence == other.sequence && (sequence != nil || at == other.at)
    }

    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode(forColumn: "id"),
            session: SessionID(ConnectionID(columnValue: try row.decode(forColumn: "session"))),
            at: Timestamp(nanoseconds: try row.decode(forColumn: "at_ns")),
            connection: try row.decode(Int64?.self, forColumn: "connection").map(ConnectionID.init(columnValue:)),
            sequence: try row.decode(forColumn: "seq"), text: try row.decode(forColumn: "text"))
    }
}
