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
    /// It is a file that came from somebody, or a copy of one: of what it says only what was recorded is believed.
    public let isBundle: Bool
    /// For tests. All else comes by `connected`, which knows when they are closed.
    let connections: any DatabaseWriter
    private let uses = UseCount()
    /// The files that are open, by what follows `livetop.db` in their names.
    let identities: [String: FileIdentity]
    /// How long a reading may take.
    let patience: Patience

    /// Nothing can be written by it.
    public var isReadOnly: Bool { isBundle || connections.configuration.readonly }

    init(file: URL, connections: any DatabaseWriter, patience: Patience = Patience(), isBundle: Bool = false) {
        self.file = file
        self.isBundle = isBundle
        self.connections = connections
        self.patience = patience
        identities = Self.identities(of: file.path)
    }

    /// Opens the database in `folder`. For writing, folder (0700) and file (0600) are made when missing and the schema
    /// is brought up to date; for reading, a missing file is an error, one of an older livetop is brought up to date
    /// unless somebody records into it, and `folder` may be a bundle.
    public static func open(in folder: URL, readOnly: Bool = false) throws(DatabaseError) -> SessionDatabase {
        let database = try openUpToDate(in: folder, readOnly: readOnly)
        try Recorder.discardAbandoned(in: folder, database, readOnly: readOnly)
        return database
    }

    private static func openUpToDate(in folder: URL, readOnly: Bool) throws(DatabaseError) -> SessionDatabase {
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

    static func openDirectly(in folder: URL, readOnly: Bool) throws(DatabaseError) -> SessionDatabase {
        let file = folder.appendingPathComponent(fileName)
        let what = "Cannot open the database \(file.path)"
        do {
            if !readOnly { try create(file, in: folder) }
            try ReadableFile.check(file)
            for suffix in ["", "-wal", "-shm"] { try OwnFile.check(file.path + suffix) }
            let patience = Patience(limit: .seconds(60))
            try checkOrigin(of: file, readOnly: readOnly, patience)
            let connections = try connect(to: file, readOnly: readOnly, patience)
            return SessionDatabase(file: file, connections: connections, patience: patience)
        } catch {
            throw DatabaseError(error, what: what)
        }
    }

    /// Opens a bundle for reading: see `Bundle`. It may come from anywhere.
    static func open(bundle file: URL) throws(DatabaseError) -> SessionDatabase {
        do {
            let patience = Patience(forFileOf: FileManager.default.byteCount(of: file.path))
            try checkOrigin(of: file, readOnly: true, isForeign: true, patience)
            let connections = try connect(to: file, readOnly: true, patience)
            return SessionDatabase(file: file, connections: connections, patience: patience, isBundle: true)
        } catch {
            throw DatabaseError(error, what: "Cannot open the bundle \(file.path)")
        }
    }

    /// Opens an existing database for short writes beside its recorder, which may be another process: marks, the index
    /// of texts, removal. Brings the schema up to date; a missing file is an error.
    public static func openBeside(recorderIn folder: URL) throws(DatabaseError) -> SessionDatabase {
        let file = folder.appendingPathComponent(fileName)
        try ReadableFile.check(file)
        return try open(in: folder)
    }

    /// Bytes that the database occupies, its write-ahead log included.
    public var byteCount: Int64 {
        ["", "-wal", "-shm"].reduce(0) { sum, suffix in
            sum + FileManager.default.byteCount(of: file.path + suffix)
        }
    }

    /// The version of the SQLite library in use, such as `3.40.1`.
    public static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    func write<Value>(_ what: String, _ body: (Database) throws -> Value) throws(DatabaseError) -> Value {
        try using(what) { try $0.write(body) }
    }

    func read<Value>(_ what: String, _ body: (Database) throws -> Value) throws(DatabaseError) -> Value {
        try using(what) { [patience] connections in
            try connections.read { connection in
                patience.begin()
                defer { patience.end() }
                return try body(connection)
            }
        }
    }

    /// As `connected`, with what `body` throws in our words.
    func using<Value>(
        _ what: String, _ body: (any DatabaseWriter) throws -> Value
    ) throws(DatabaseError) -> Value {
        do { return try connected(body) } catch { throw DatabaseError(error, what: what) }
    }

    /// The only way to the connections. Throws once they are closed.
    func connected<Value>(_ body: (any DatabaseWriter) throws -> Value) throws -> Value {
        guard let value = try uses.use({ try body(connections) }) else {
            throw DatabaseError(
                .missing, what: "\(file.path) is not open any more.", why: "It lost its place while it was in use.",
                cure: "Open the folder again.")
        }
        return value
    }

    /// Closes the files when whoever uses them at the moment has done; from now on every use of them throws.
    func closeConnections() {
        uses.close()
        // Nobody is left who could keep a statement.
        try? connections.close()
    }
}

extension FileManager {
    /// The length of a file; 0 for one that is not there, such as the log after a checkpoint.
    fileprivate func byteCount(of path: String) -> Int64 {
        ((try? attributesOfItem(atPath: path))?[.size] as? NSNumber)?.int64Value ?? 0
    }
}

// MARK: - Opening

extension SessionDatabase {
    /// The file exists with its mode before SQLite opens it: SQLite gives its log the mode of the database.
    ///
    /// One that is there already is left alone: a process that closes any descriptor of a file loses all its locks on
    /// it, those of SQLite included, and another process could then take the log away from under a recorder.
    private static func create(_ file: URL, in folder: URL) throws {
        try DataFolder.create(folder)
        let descriptor = Foundation.open(file.path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor < 0 else { return _ = close(descriptor) }
        guard errno != EEXIST else { return }
        throw DatabaseError(.unwritable, what: "Cannot create the database \(file.path): \(SystemError.current)")
    }

    /// Looks at the file without changing it. One that SQLite just created has neither mark nor tables.
    ///
    /// - Parameter isForeign: it may have been made to do harm: nothing is in it but what belongs there, and its pages are
    ///   whole.
    private static func checkOrigin(
        of file: URL, readOnly: Bool, isForeign: Bool = false, _ patience: Patience
    ) throws {
        let queue = try DatabaseQueue(path: file.path, configuration: guarded(patience, readOnly: true))
        defer { try? queue.close() }  // a reader has nothing to lose
        try queue.read { database in
            patience.begin()
            defer { patience.end() }
            try check(database, file, readOnly: readOnly, isForeign: isForeign)
        }
    }

    private static func check(_ database: Database, _ file: URL, readOnly: Bool, isForeign: Bool) throws {
        let (application, version, tables) = (
            try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
            try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
            // The list of migrations is made first: that may be how far a start has come that was cut off.
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name IS NOT 'grdb_migrations'") ?? 0
        )
        let isNew = application == 0 && tables == 0
        guard isNew || application == Migrations.applicationID && version > 0 else {
            throw DatabaseError(.foreign, what: "Cannot use \(file.path) as livetop's database.")
        }
        guard version <= Migrations.version else {
            throw DatabaseError(
                .newer, what: "Cannot use the database \(file.path).",
                why: "It was made by a newer livetop (schema \(version), this one knows \(Migrations.version)).")
        }
        if !isNew {
            try SchemaCheck.run(database, version: version, file: file.path, isStrict: isForeign)
            if isForeign { try SchemaCheck.checkPages(database, file: file.path) }
        }
        guard !readOnly || version == Migrations.version else {
            throw isNew
                ? DatabaseError(.missing, what: "The database \(file.path) is empty.")
                : DatabaseError(.older, what: "Cannot read the database \(file.path).")
        }
    }

    private static let busyTimeout: TimeInterval = 1
    private static let pageSize = 16_384
    private static let logByteCount = 32 << 20
    private static let cacheKilobytes = 16_000

    /// What a file says must not reach further than its rows. Whoever writes needs the triggers that fill the index of
    /// texts, and those have been compared with ours.
    private static func guarded(_ patience: Patience, readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "livetop"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            PayloadFunction.add(to: database)
            guard readOnly else { return }
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try PayloadFunction.addView(to: database)
            patience.watch(database)
        }
        return configuration
    }

    private static func connect(to file: URL, readOnly: Bool, _ patience: Patience) throws -> any DatabaseWriter {
        var configuration = guarded(patience, readOnly: readOnly)
        guard !readOnly else { return try DatabaseQueue(path: file.path, configuration: configuration) }
        configuration.prepareDatabase { database in
            // What is removed is overwritten: nobody finds in free pages what people said.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            guard !database.configuration.readonly else { return }
            // Both take effect only before the first page is written, and are without effect on later connections.
            if try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 {
                try database.execute(sql: "PRAGMA page_size = \(pageSize); PRAGMA auto_vacuum = INCREMENTAL")
            }
            // A log of up to 32 MB instead of 4 to 16: checkpoints sync two files, and fewer of them halve what a row of more
            // than 2 kB costs (docs/measurements/2026-11-21.md). And room for a whole transaction: pages that do not fit are
            // written to the log in its middle, most of them again at its end (docs/decisions/0028-media-as-bytes.md).
            let pages = try max(logByteCount / max(Int.fetchOne(database, sql: "PRAGMA page_size") ?? pageSize, 512), 1)
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(pages); PRAGMA cache_size = -\(cacheKilobytes)")
        }
        // The pool sets WAL and, on its writer, synchronous = NORMAL: a power cut may cost the last commits, a crash
        // of the process nothing.
        let pool = try DatabasePool(path: file.path, configuration: configuration)
        try Migrations.run(on: pool)
        return pool
    }
}
