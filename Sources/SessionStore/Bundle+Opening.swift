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
            return try SessionDatabase.open(bundle: migratedCopy(of: file))
        }
    }

    /// A copy of a bundle with its texts indexed, to search in. The copy has no name any more: it goes when the process
    /// does.
    public static func openIndexed(_ file: URL) throws(DatabaseError) -> SessionDatabase {
        let copy = try migratedCopy(of: file)
        let what = "Cannot index the texts of \(file.path)"
        let database: SessionDatabase
        do {
            database = SessionDatabase(file: copy, connections: try DatabaseQueue(path: copy.path))
        } catch {
            throw DatabaseError(error, what: what)
        }
        try TextIndexer(database).catchUp()
        unlink(copy.path)
        return database
    }

    private static func migratedCopy(of file: URL) throws(DatabaseError) -> URL {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("livetop-\(UUID().uuidString).livetop")
        do {
            try FileManager.default.copyItem(at: file, to: copy)
            try Migrations.run(on: DatabaseQueue(path: copy.path))
        } catch {
            throw DatabaseError(error, what: "Cannot bring the bundle \(file.path) up to date")
        }
        return copy
    }
}
