public import Foundation
internal import GRDB
internal import GRDBSQLite

/// The database file of a data folder: `livetop.db`, readable by its owner only.
///
/// One process writes (it holds the folder's lock, see `DataFolder`), any number read meanwhile. Nothing is written to
/// a file that is not ours or comes from a newer livetop.
public final class SessionDatabase: Sendable {
    public static let fileName = "livetop.db"

    /// Where the database is.
    public let file: URL
    let connections: any DatabaseWriter

    init(file: URL, connections: any DatabaseWriter) {
        self.file = file
        self.connections = connections
    }

    /// Opens the database in `folder`. For writing, folder (0700) and file (0600) are made when missing and the schema
    /// is brought up to date; for reading, a missing file is an error, one of an older livetop is brought up to date
    /// unless somebody records into it, and `folder` may be a bundle.
    public static func open(in folder: URL, readOnly: Bool = false) throws(DatabaseError) -> SessionDatabase {
        guard readOnly else { return try openDirectly(in: folder, readOnly: false) }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), !isFolder.boolValue {
            return try Bundle.open(folder)
        }
        do {
            return try openDirectly(in: folder, readOnly: true)
        } catch  where error.kind == .older {
            try bringUpToDate(in: folder)
            return try openDirectly(in: folder, readOnly: true)
        }
    }

    /// Adds what has been added to the schema since; the older livetop that is recording must not lose its tables
    /// under its hands.
    private static func bringUpToDate(in folder: URL) throws(DatabaseError) {
        let what = "Cannot read the database \(folder.appendingPathComponent(fileName).path)."
        guard !FolderLock.isHeld(folder) else {
            throw DatabaseError(
                .older, what: what, why: "An older livetop made it, and records into it at this moment.",
                cure: "Stop that one, and try again.")
        }
        do {
            _ = try openDirectly(in: folder, readOnly: false)
        } catch  where error.kind == .unwritable {
            throw DatabaseError(
                .older, what: what, why: "An older livetop made it, and it cannot be written to bring it up to date.",
                cure: "Make the folder writable, or copy it and name the copy with --data-dir.")
        }
    }

    private static func openDirectly(in folder: URL, readOnly: Bool) throws(DatabaseError) -> SessionDatabase {
        let file = folder.appendingPathComponent(fileName)
        let what = "Cannot open the database \(file.path)"
        do {
            if !readOnly { try create(file, in: folder) }
            guard FileManager.default.fileExists(atPath: file.path) else {
                throw DatabaseError(.missing, what: "There is no database at \(file.path).")
            }
            try checkOrigin(of: file, readOnly: readOnly)
            return SessionDatabase(file: file, connections: try connect(to: file, readOnly: readOnly))
        } catch {
            throw DatabaseError(error, what: what)
        }
    }

    /// Opens a bundle for reading: see `Bundle`.
    static func open(bundle file: URL) throws(DatabaseError) -> SessionDatabase {
        do {
            try checkOrigin(of: file, readOnly: true)
            return SessionDatabase(file: file, connections: try connect(to: file, readOnly: true))
        } catch {
            throw DatabaseError(error, what: "Cannot open the bundle \(file.path)")
        }
    }

    /// Opens an existing database for short writes beside its recorder, which may be another process: marks, the index
    /// of texts, removal. Brings the schema up to date; a missing file is an error.
    public static func openBeside(recorderIn folder: URL) throws(DatabaseError) -> SessionDatabase {
        let file = folder.appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw DatabaseError(.missing, what: "There is no database at \(file.path).")
        }
        return try open(in: folder)
    }

    /// Bytes that the database occupies, its write-ahead log included.
    public var byteCount: Int64 {
        ["", "-wal", "-shm"].reduce(0) { sum, suffix in
            // A file that is not there (no log after a checkpoint) counts nothing.
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.path + suffix)
            return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
        }
    }

    /// The version of the SQLite library in use, such as `3.40.1`.
    public static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    func write<Value>(_ what: String, _ body: (Database) throws -> Value) throws(DatabaseError) -> Value {
        do { return try connections.write(body) } catch { throw DatabaseError(error, what: what) }
    }

    func read<Value>(_ what: String, _ body: (Database) throws -> Value) throws(DatabaseError) -> Value {
        do { return try connections.read(body) } catch { throw DatabaseError(error, what: what) }
    }
}

// MARK: - Opening

extension SessionDatabase {
    /// The file exists with its mode before SQLite opens it: SQLite gives its log the mode of the database.
    private static func create(_ file: URL, in folder: URL) throws {
        try DataFolder.create(folder)
        let descriptor = Foundation.open(file.path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DatabaseError(
                .unwritable, what: "Cannot create the database \(file.path): \(SystemError.current)")
        }
        close(descriptor)
    }

    /// Looks at the file without changing it. One that SQLite just created has neither mark nor tables.
    private static func checkOrigin(of file: URL, readOnly: Bool) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeout)
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        defer { try? queue.close() }  // a reader has nothing to lose
        let (application, version, tables) = try queue.read { database in
            (
                try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            )
        }
        let isNew = application == 0 && tables == 0
        guard isNew || application == Migrations.applicationID else {
            throw DatabaseError(.foreign, what: "Cannot use \(file.path) as livetop's database.")
        }
        guard version <= Migrations.version else {
            throw DatabaseError(
                .newer, what: "Cannot use the database \(file.path).",
                why: "It was made by a newer livetop (schema \(version), this one knows \(Migrations.version)).")
        }
        guard !readOnly || version == Migrations.version else {
            throw isNew
                ? DatabaseError(.missing, what: "The database \(file.path) is empty.")
                : DatabaseError(.older, what: "Cannot read the database \(file.path).")
        }
    }

    private static let busyTimeout: TimeInterval = 1

    private static func connect(to file: URL, readOnly: Bool) throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "livetop"
        guard !readOnly else { return try DatabaseQueue(path: file.path, configuration: configuration) }
        configuration.prepareDatabase { database in
            // A log of up to 32 MB instead of 8: checkpoints sync two files, and four times fewer of them halve what
            // a row of more than 2 kB costs (docs/performance.md).
            // What is removed is overwritten: nobody finds in free pages what people said.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000; PRAGMA secure_delete = ON")
            // Both take effect only before the first page is written, and are without effect on later connections.
            guard try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 else { return }
            try database.execute(sql: "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL")
        }
        // The pool sets WAL and, on its writer, synchronous = NORMAL: a power cut may cost the last commits, a crash
        // of the process nothing.
        let pool = try DatabasePool(path: file.path, configuration: configuration)
        try Migrations.run(on: pool)
        return pool
    }
}
