public import Foundation
internal import GRDB
public import LiveProtocol

/// Chosen sessions in a database file of their own, for somebody else's livetop and for every program that reads SQLite.
///
/// The same schema as the data folder's database, without a log beside it. Rows are numbered from 1 in the order of
/// arrival, so that equal sessions make equal bundles.
public enum Bundle {
    /// Writes a new file. It bears livetop's mark only once it is complete; giving it its final name is the caller's.
    public static func write(
        _ sessions: [SessionID], of database: SessionDatabase, to file: URL, told: @escaping WorkStep.Telling = { _ in }
    ) throws(DatabaseError) {
        do {
            var configuration = Configuration()
            configuration.label = "livetop bundle"
            configuration.prepareDatabase { database in
                PayloadFunction.add(to: database)
                guard try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 else { return }
                try database.execute(sql: "PRAGMA page_size = 8192; PRAGMA auto_vacuum = NONE")
            }
            let queue = try DatabaseQueue(path: file.path, configuration: configuration)
            try Migrations.run(on: queue)
            try queue.writeWithoutTransaction { bundle in
                // Until the rows are there nobody takes the file for an empty bundle.
                try bundle.execute(sql: "PRAGMA application_id = 0")
                try bundle.execute(sql: "ATTACH DATABASE ? AS source", arguments: [database.file.path])
                try bundle.inTransaction {
                    try BundleCopy(bundle, sessions, told: told).run()
                    try bundle.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
                    return .commit
                }
                try bundle.execute(sql: "DETACH DATABASE source")
            }
            try queue.close()
        } catch {
            throw DatabaseError(error, what: "Cannot write the bundle")
        }
    }

    /// The runs of the proxy that a bundle has sessions of, oldest first, and when each ended.
    public static func recordings(
        in database: SessionDatabase
    ) throws(DatabaseError) -> [(header: RecordingHeader, endedAt: Timestamp?, connections: Set<ConnectionID>)] {
        try database.read("Cannot read the bundle") { connection in
            let rows = try Row.fetchAll(
                connection, sql: "SELECT id, started_ns, livetop, capture, host, ended_ns FROM recordings ORDER BY id")
            return try rows.map { row in
                let header = RecordingHeader(
                    startedAt: Timestamp(nanoseconds: try row.decode(atIndex: 1)),
                    version: try row.decode(atIndex: 2),
                    capture: CaptureLevel(rawValue: try row.decode(atIndex: 3)) ?? .full,
                    host: try row.decode(atIndex: 4))
                let endedAt = try row.decode(Int64?.self, atIndex: 5).map(Timestamp.init)
                let connections = try Int64.fetchAll(
                    connection, sql: "SELECT id FROM connections WHERE recording = ?",
                    arguments: [try row.decode(Int64.self, atIndex: 0)])
                return (header, endedAt, Set(connections.map(ConnectionID.init(columnValue:))))
            }
        }
    }

    /// Frames and other events, all together.
    public static func rowCount(in database: SessionDatabase) throws(DatabaseError) -> Int {
        try database.read("Cannot read the bundle") { connection in
            let sql = "SELECT (SELECT count(*) FROM frames) + (SELECT count(*) FROM events)"
            return try Int.fetchOne(connection, sql: sql) ?? 0
        }
    }

    /// The session of every connection.
    public static func sessions(in database: SessionDatabase) throws(DatabaseError) -> [ConnectionID: SessionID] {
        try database.read("Cannot read the bundle") { connection in
            let rows = try Row.fetchAll(connection, sql: "SELECT id, session FROM connections")
            return try Dictionary(
                rows.map { row in
                    (
                        ConnectionID(columnValue: try row.decode(atIndex: 0)),
                        SessionID(ConnectionID(columnValue: try row.decode(atIndex: 1)))
                    )
                }, uniquingKeysWith: { first, _ in first })
        }
    }
}

/// The statements that fill a bundle from the attached database `source`.
private struct BundleCopy {
    private let bundle: Database
    private let sessions: [SessionID]
    private let told: WorkStep.Telling

    /// Rows that are copied by one statement.
    private static let portion = 4_096

    init(_ bundle: Database, _ sessions: [SessionID], told: @escaping WorkStep.Telling) {
        (self.bundle, self.sessions, self.told) = (bundle, sessions, told)
    }

    func run() throws {
        try choose()
        try number()
        try copy(
            "recordings", id: "n.new", replacing: ["is_pending": "NULL"],
            joining: "JOIN temp.chosen_recordings n ON n.old = s.id")
        try copy("sessions", id: "s.id", joining: "JOIN temp.chosen n ON n.id = s.id")
        try copy(
            "connections", id: "s.id", replacing: ["recording": "r.new"],
            joining: "JOIN temp.chosen n ON n.id = s.session JOIN temp.chosen_recordings r ON r.old = s.recording")
        let plain = ["codec": "0", "payload": "\(PayloadFunction.name)(s.codec, s.payload)"]
        for (table, replacing) in [("frames", plain), ("events", [:])] { try copyRows(of: table, replacing: replacing) }
        for table in try tablesOfSessions() {
            try copy(table, id: nil, joining: "JOIN temp.chosen n ON n.id = s.session")
        }
    }

    private func choose() throws {
        try bundle.execute(sql: "CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
        for session in sessions {
            try bundle.execute(
                sql: "INSERT OR IGNORE INTO temp.chosen VALUES (?)", arguments: [session.firstConnection.columnValue])
        }
    }

    /// New numbers for recordings, and for frames and events together, in their order.
    private func number() throws {
        try bundle.execute(
            sql: """
                CREATE TEMP TABLE chosen_recordings (new INTEGER PRIMARY KEY, old INTEGER NOT NULL);
                INSERT INTO temp.chosen_recordings (old)
                    SELECT DISTINCT recording FROM source.connections WHERE session IN (SELECT id FROM temp.chosen)
                    ORDER BY recording;
                CREATE TEMP TABLE chosen_rows (new INTEGER PRIMARY KEY, old INTEGER NOT NULL);
                INSERT INTO temp.chosen_rows (old)
                    SELECT id FROM source.frames WHERE connection IN (
                        SELECT id FROM source.connections WHERE session IN (SELECT id FROM temp.chosen))
                    UNION ALL
                    SELECT id FROM source.events WHERE connection IN (
                        SELECT id FROM source.connections WHERE session IN (SELECT id FROM temp.chosen))
                    ORDER BY 1;
                CREATE INDEX temp.chosen_rows_by_old ON chosen_rows (old);
                """)
    }

    /// Copies frames or events, a portion of their common numbers at a time.
    private func copyRows(of table: String, replacing: [String: String]) throws {
        let count = try Int.fetchOne(bundle, sql: "SELECT count(*) FROM temp.chosen_rows") ?? 0
        for start in stride(from: 0, to: count, by: Self.portion) {
            try copy(
                table, id: "n.new", replacing: replacing,
                joining: """
                    JOIN temp.chosen_rows n ON n.old = s.id AND n.new > \(start) AND n.new <= \(start + Self.portion)
                    """)
            if table == "frames" { told(WorkStep("exporting", start, of: count, "frames")) }
        }
    }

    /// Copies the rows of `source.table`, alias `s`, that the join leaves; `id` is an expression for the first column,
    /// nil where the new file numbers its rows itself.
    private func copy(
        _ table: String, id: String?, replacing: [String: String] = [:], joining join: String
    ) throws {
        let columns = try String.fetchAll(
            bundle, sql: "SELECT name FROM pragma_table_info(?, 'main')", arguments: [table]
        ).filter { $0 != "id" }
        let names = (id == nil ? [] : ["id"]) + columns
        let values = (id.map { [$0] } ?? []) + columns.map { replacing[$0] ?? "s.\($0)" }
        try bundle.execute(
            sql: """
                INSERT INTO main.\(table) (\(names.joined(separator: ", ")))
                SELECT \(values.joined(separator: ", ")) FROM source.\(table) s \(join) ORDER BY \(id ?? "s.rowid")
                """)
    }

    /// Whatever else belongs to a session, such as marks. Not `findings`: some rest on sessions that stay behind, and
    /// whoever imports the bundle looks anew. Not `checkpoints`: nobody else believes them.
    private func tablesOfSessions() throws -> [String] {
        try String.fetchAll(
            bundle,
            sql: """
                SELECT t.name FROM main.sqlite_schema t WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%'
                    AND t.name NOT IN (
                        'recordings', 'sessions', 'connections', 'frames', 'events', 'findings', 'checkpoints')
                    AND EXISTS (SELECT * FROM pragma_table_info(t.name) WHERE name = 'session')
                    AND EXISTS (SELECT * FROM source.sqlite_schema o WHERE o.name = t.name)
                """)
    }
}
