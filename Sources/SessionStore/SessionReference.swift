internal import GRDB
public import LiveProtocol

/// How people name a session: `@last`, `@-2` (the last but one), `tag:NAME` (the newest with that tag), the identifier
/// of the session or of one of its connections, or enough of its beginning to be unique.
public enum SessionReference: Hashable, Sendable {
    /// 1 is the newest.
    case newest(Int)
    case tag(String)
    case identifier(String)

    public init(_ text: String) {
        if text == "@last" {
            self = .newest(1)
        } else if text.hasPrefix("@-"), let number = Int(text.dropFirst(2)), number > 0 {
            self = .newest(number)
        } else if text.hasPrefix("tag:") {
            self = .tag(String(text.dropFirst(4)))
        } else {
            self = .identifier(text.lowercased())
        }
    }

    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Nothing is called that; the name that comes closest, if one does.
        case unknown(String, suggestion: String?)
        /// Nothing is called that, because nothing is recorded.
        case empty(String)
        /// The beginning of several; some of them, newest first.
        case ambiguous(String, matches: [String])
        case database(DatabaseError)

        public var description: String {
            switch self {
            case .unknown(let text, let suggestion):
                """
                There is no session `\(text)`.
                \(suggestion.map { "Did you mean `\($0)`?" } ?? "Nothing that is recorded here has a similar name.")
                `livetop ls` lists what there is.
                """
            case .empty(let text):
                """
                There is no session `\(text)`.
                Nothing has been recorded in this data folder yet.
                Make a call: `livetop run -- python my_agent.py`; or name another folder with --data-dir.
                """
            case .ambiguous(let text, let matches):
                """
                `\(text)` is the beginning of more than one session.
                Among them are \(matches.joined(separator: ", ")).
                Give more of the name.
                """
            case .database(let error): error.description
            }
        }
    }
}

extension SessionIndex {
    /// The session that `text` names (see `SessionReference`). `nearest` picks what a mistyped name may have meant from
    /// the names of the latest sessions and their tags.
    public func find(
        _ text: String, nearest: (_ name: String, _ candidates: [String]) -> String?
    ) throws(SessionReference.Failure) -> SessionID {
        let (found, names) = try matches(SessionReference(text))
        guard let first = found.first else {
            throw names.isEmpty ? .empty(text) : .unknown(text, suggestion: nearest(text, names))
        }
        guard found.allSatisfy({ $0 == first }) else {
            throw .ambiguous(text, matches: found.prefix(5).map(\.description))
        }
        return first
    }

    /// The sessions that `reference` fits; when there is none, names that would have been found.
    private func matches(
        _ reference: SessionReference
    ) throws(SessionReference.Failure) -> (found: [SessionID], names: [String]) {
        do throws(DatabaseError) {
            return try database.read("Cannot look up the session") { connection in
                let found = try reference.matches(in: connection)
                return (found, found.isEmpty ? try Self.names(in: connection) : [])
            }
        } catch {
            throw .database(error)
        }
    }

    private static func names(in connection: Database) throws -> [String] {
        try String.fetchAll(
            connection,
            sql: """
                SELECT name FROM (SELECT name FROM sessions ORDER BY id DESC LIMIT 1000)
                UNION ALL SELECT DISTINCT 'tag:' || tag FROM sessions WHERE tag IS NOT NULL LIMIT 2000
                """)
    }
}

extension SessionReference {
    fileprivate func matches(in connection: Database) throws -> [SessionID] {
        let rows =
            switch self {
            case .newest(let number):
                try Int64.fetchAll(
                    connection, sql: "SELECT id FROM sessions ORDER BY id DESC LIMIT 1 OFFSET ?",
                    arguments: [number - 1])
            case .tag(let tag):
                try Int64.fetchAll(
                    connection, sql: "SELECT id FROM sessions WHERE tag = ? ORDER BY id DESC LIMIT 1", arguments: [tag])
            case .identifier(let text):
                try Self.rows(named: text, in: connection)
            }
        return rows.map { SessionID(ConnectionID(columnValue: $0)) }
    }

    /// A whole name wins over longer ones that begin with it.
    private static func rows(named text: String, in connection: Database) throws -> [Int64] {
        // Digits of an identifier only: they have no meaning in GLOB, and an empty name fits everything.
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }) else {
            return []
        }
        let whole = try Int64.fetchAll(
            connection,
            // A session is called as its first connection, which may lie in a file that was removed.
            sql: "SELECT session FROM connections WHERE name = ?1 UNION SELECT id FROM sessions WHERE name = ?1",
            arguments: [text])
        guard whole.isEmpty else { return whole }
        return try Int64.fetchAll(
            connection,
            sql: """
                SELECT session FROM connections WHERE name GLOB ?1 UNION SELECT id FROM sessions WHERE name GLOB ?1
                ORDER BY 1 DESC LIMIT 20
                """,
            arguments: [text + "*"])
    }
}
