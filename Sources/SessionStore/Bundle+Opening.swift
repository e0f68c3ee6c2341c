public import Foundation
internal import GRDB

extension Bundle {
    /// Opens a bundle for reading. One of an older livetop is brought up to date in a copy: the file itself is never
    /// changed.
    public static func open(_ file: URL) throws(DatabaseError) -> SessionDatabase {
        let log = file.path + "-journal"
        if FileManager.default.fileExists(atPath: log) {
            throw DatabaseError(
                .locked, what: "Cannot read the bundle \(file.path).",
                why: "It is being written, or writing it was cut off.",
                cure: "Wait until it is complete, or export it again.")
        }
        do {
            return try SessionDatabase.open(bundle: file)
        } catch  where error.kind == .older {
            return try openCopy(of: file)
        }
    }

    /// A copy of a bundle with its texts indexed, to search in.
    public static func openIndexed(_ file: URL) throws(DatabaseError) -> SessionDatabase {
        try openCopy(of: file) { (copy) throws(DatabaseError) in try TextIndexer(copy).catchUp() }
    }

    /// A copy that is brought up to date. It has no name any more, also where that fails: it goes when the process does.
    private static func openCopy(
        of file: URL, preparing prepare: (SessionDatabase) throws(DatabaseError) -> Void = { _ in }
    ) throws(DatabaseError) -> SessionDatabase {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("livetop-\(UUID().uuidString).livetop")
        defer { unlink(copy.path) }
        let database: SessionDatabase
        do {
            try FileManager.default.copyItem(at: file, to: copy)
            let connections = try DatabaseQueue(path: copy.path)
            try Migrations.run(on: connections)
            database = SessionDatabase(file: copy, connections: connections, isBundle: true)
        } catch {
            throw DatabaseError(error, what: "Cannot bring the bundle \(file.path) up to date")
        }
        try prepare(database)
        return database
    }
}
