internal import GRDB

/// Compares what a file holds with what the migrations make: a view under the name of one of our tables can be made to
/// have no end, and a trigger or a computed column runs whatever its maker wants.
enum SchemaCheck {
    /// - Parameters:
    ///   - version: the number of migrations that the file says were run.
    ///   - isStrict: whether anything else in the file is an error. In a database of one's own, tables beside ours are
    ///     somebody's notes; nothing here ever reads them.
    static func run(_ connection: Database, version: Int32, file: String, isStrict: Bool) throws {
        let expected = try objects(ofVersion: version)
        let names = Set(expected.map(\.name))
        var missing = Set(expected)
        let rows = try Row.fetchCursor(connection, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema")
        while let row = try rows.next() {
            let object = try Object(row)
            guard missing.remove(object) == nil, !object.isHarmless else { continue }
            let isOurs = names.contains(object.name) || names.contains(object.table) && object.type != "table"
            guard isStrict || isOurs else { continue }
            throw refusal(file, why: "\(object.words) is not as livetop makes it.")
        }
        guard let first = missing.min(by: { $0.name < $1.name }) else { return }
        throw refusal(file, why: "\(first.words) is missing.")
    }

    /// Looks at every page once: a page that is used twice makes rows without end out of a small file.
    static func checkPages(_ connection: Database, file: String) throws {
        let report = try String.fetchOne(connection, sql: "PRAGMA quick_check(1)")
        guard report != "ok" else { return }
        throw DatabaseError(
            .corrupt, what: "Cannot use \(file).", why: "The file is damaged: its pages do not fit together.")
    }

    private static func refusal(_ file: String, why: String) -> DatabaseError {
        DatabaseError(
            .foreign, what: "Cannot use \(file) as livetop's database.", why: why,
            cure: "Read it with another program if you trust it, or ask for the recording anew.")
    }

    /// A row of `sqlite_schema`.
    private struct Object: Hashable {
        var type: String
        var name: String
        var table: String
        /// Without what may differ between versions of SQLite: blanks and quotes. Empty for an automatic index.
        var sql: String

        init(_ row: Row) throws {
            type = try row.decode(atIndex: 0)
            name = try row.decode(atIndex: 1)
            table = try row.decode(atIndex: 2)
            let text = try row.decode(String?.self, atIndex: 3) ?? ""
            sql = text.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        }

        /// What SQLite itself keeps: statistics of `ANALYZE`.
        var isHarmless: Bool { type == "table" && name.hasPrefix("sqlite_stat") }

        /// The name may be anything; letters and digits of it are shown.
        var words: String {
            let shown = name.prefix(60).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "?" }
            let kind = ["table", "index", "view", "trigger"].first { $0 == type } ?? "object"
            return "The \(kind) \(String(shown))"
        }
    }

    private static func objects(ofVersion version: Int32) throws -> [Object] {
        let database = try DatabaseQueue()
        try Migrations.run(on: database, upTo: version)
        return try database.read { connection in
            try Row.fetchAll(connection, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema").map(Object.init)
        }
    }
}
