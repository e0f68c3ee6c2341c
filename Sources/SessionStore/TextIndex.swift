public import Filters
internal import GRDB
public import LiveProtocol
internal import SessionModel

/// A text that was found.
public struct TextHit: Hashable, Sendable {
    public var session: SessionID
    public var connection: ConnectionID
    /// The frame with which the text begins.
    public var sequence: Int64
    public var at: Timestamp
    public var kind: TextKind
    /// All of it, at most 64 kB.
    public var text: String

    public init(
        session: SessionID, connection: ConnectionID, sequence: Int64, at: Timestamp, kind: TextKind, text: String
    ) {
        self.session = session
        self.connection = connection
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.text = text
    }
}

/// Full text over what was said and over the JSON of messages. Finds what `TextIndexer` has taken in so far.
public struct TextIndex: Sendable {
    private let database: SessionDatabase

    public init(_ database: SessionDatabase) { self.database = database }

    /// The newest `limit` texts that fit, of all sessions or of one, newest first.
    public func hits(
        for test: TextTest, in session: SessionID? = nil, limit: Int = .max
    ) throws(DatabaseError) -> [TextHit] {
        try database.read("Cannot search") { connection in
            var hits: [TextHit] = []
            let (sql, arguments) = Self.statement(for: test, in: session)
            let rows = try Row.fetchCursor(connection, sql: sql, arguments: arguments)
            while hits.count < limit, let row = try rows.next() {
                // The index knows words of three characters and more; everything else is decided here.
                let hit = try TextHit(row)
                if test.occurs(in: hit.text) { hits.append(hit) }
            }
            return hits
        }
    }

    /// The sessions in which the text occurs.
    public func sessions(with test: TextTest) throws(DatabaseError) -> Set<SessionID> {
        try database.read("Cannot search") { connection in
            var found: Set<SessionID> = []
            let (sql, arguments) = Self.statement(for: test, in: nil)
            let rows = try Row.fetchCursor(connection, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                let session = SessionID(ConnectionID(columnValue: try row.decode(forColumn: "session")))
                guard !found.contains(session) else { continue }
                if test.occurs(in: try row.decode(String.self, forColumn: "text")) { found.insert(session) }
            }
            return found
        }
    }

    /// For every session in which a text of the filter occurs, those that do: what `FilteredSession` is told of.
    /// Nothing for a filter that looks for none.
    public func sessions(for filter: Filter) throws(DatabaseError) -> [SessionID: Set<TextTest>] {
        var found: [SessionID: Set<TextTest>] = [:]
        for test in filter.texts {
            for session in try sessions(with: test) { found[session, default: []].insert(test) }
        }
        return found
    }

    private static func statement(
        for test: TextTest, in session: SessionID?
    ) -> (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments: StatementArguments = [:]
        // A token of the index is three characters: shorter words, globs and patterns look at every text.
        if case .words(let words) = test, words.unicodeScalars.count >= 3 {
            conditions.append("t.id IN (SELECT rowid FROM text_index WHERE text_index MATCH :words)")
            arguments += ["words": "\"" + words.replacing("\"", with: "\"\"") + "\""]
        }
        if let session {
            conditions.append("c.session = :session")
            arguments += ["session": session.firstConnection.columnValue]
        }
        let place = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return (
            """
            SELECT c.session, t.connection, t.seq, t.at_ns, t.kind, t.text
            FROM texts t JOIN connections c ON c.id = t.connection \(place)
            ORDER BY t.connection DESC, t.seq DESC, t.id DESC
            """, arguments
        )
    }
}

extension TextHit {
    fileprivate init(_ row: Row) throws {
        self.init(
            session: SessionID(ConnectionID(columnValue: try row.decode(forColumn: "session"))),
            connection: ConnectionID(columnValue: try row.decode(forColumn: "connection")),
            sequence: try row.decode(forColumn: "seq"), at: Timestamp(nanoseconds: try row.decode(forColumn: "at_ns")),
            kind: TextKind(rawValue: try row.decode(forColumn: "kind")) ?? .json,
            text: try row.decode(forColumn: "text"))
    }
}
