internal import GRDB

/// One value of a result, as SQLite holds it.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A query that somebody typed. It can read everything and change nothing.
public struct SQLQuery: Sendable {
    private let text: String

    public init(_ text: String) { self.text = text }

    /// Runs the statements one after the other.
    ///
    /// - Parameters:
    ///   - columns: called for each statement that has a result, with its columns.
    ///   - row: called for each row. False ends the query.
    public func run(
        on database: SessionDatabase, columns: ([String]) throws -> Void, row: ([SQLValue]) throws -> Bool
    ) throws {
        do {
            try database.connected { try $0.read { try run($0, columns, row) } }
        } catch let error as GRDB.DatabaseError {
            // What SQLite refuses before it tells whether the statement only reads.
            let isWriting = text.split(separator: ";").contains { !$0.allSatisfy(\.isWhitespace) && !Self.reads($0) }
            if isWriting, Self.isRefusal(error) { throw Self.readOnly }
            throw DatabaseError(
                .badQuery, code: error.extendedResultCode.rawValue, what: "Cannot run the query",
                why: error.message ?? "SQLite does not take it.")
        }
    }

    private func run(
        _ connection: Database, _ columns: ([String]) throws -> Void, _ row: ([SQLValue]) throws -> Bool
    ) throws {
        let statements = try connection.allStatements(sql: text)
        while let statement = try statements.next() {
            try Self.check(statement)
            if statement.columnCount > 0 { try columns(statement.columnNames) }
            let cursor = try Row.fetchCursor(statement)
            while let next = try cursor.next() {
                guard try row(next.map { SQLValue($0.1) }) else { return }
            }
        }
    }

    /// Nothing may be written, not even into another file.
    private static func check(_ statement: Statement) throws {
        guard statement.isReadonly, reads(statement.sql) else { throw readOnly }
    }

    /// By its verb, of a statement that may not be one.
    private static func reads(_ statement: some StringProtocol) -> Bool {
        let verb = afterComments(String(statement)).drop { !$0.isLetter }.prefix { $0.isLetter }.uppercased()
        return ["SELECT", "WITH", "VALUES", "EXPLAIN", "PRAGMA"].contains(verb)
    }

    private static func isRefusal(_ error: GRDB.DatabaseError) -> Bool {
        [.SQLITE_READONLY, .SQLITE_AUTH].contains(error.resultCode)
            || error.message?.hasPrefix("unsafe use of virtual table") == true
    }

    private static var readOnly: DatabaseError {
        DatabaseError(
            .badQuery, what: "Cannot run the query", why: "It does not only read, and the recording is read only here.",
            cure: "Ask with SELECT; `livetop backup` makes a copy to change.")
    }

    /// What is left behind the comments and blanks that a statement begins with.
    private static func afterComments(_ text: String) -> Substring {
        var rest = text.drop(while: \.isWhitespace)
        while rest.hasPrefix("--") || rest.hasPrefix("/*") {
            let end = rest.hasPrefix("--") ? rest.firstRange(of: "\n") : rest.firstRange(of: "*/")
            rest = (end.map { rest[$0.upperBound...] } ?? "").drop(while: \.isWhitespace)
        }
        return rest
    }
}

extension SQLValue {
    fileprivate init(_ value: GRDB.DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob([UInt8](data))
            }
    }
}
