internal import GRDB

/// The schema as SQL: what the migrations make of an empty database.
public enum Schema {
    /// The statements that make tables, indexes and triggers, in the order in which they were added.
    public static func statements() throws(DatabaseError) -> [String] {
        do {
            let database = try DatabaseQueue()
            try Migrations.run(on: database)
            return try database.read { connection in
                try String.fetchAll(
                    connection,
                    sql: """
                        SELECT sql FROM sqlite_schema
                        WHERE sql IS NOT NULL AND name NOT GLOB 'grdb_*' AND name NOT GLOB 'text_index_*'
                        ORDER BY rowid
                        """)
            }
        } catch {
            throw DatabaseError(error, what: "Cannot tell the schema")
        }
    }

    /// The recording that is being made, where a process holds the folder's lock; else the last that was killed, or
    /// none. One that is imported has ended before it begins.
    static let runningRecording = "(SELECT max(id) FROM recordings WHERE ended_ns IS NULL)"

    /// What `user_version` says of a database with this schema.
    public static var version: Int { Int(Migrations.version) }
}
