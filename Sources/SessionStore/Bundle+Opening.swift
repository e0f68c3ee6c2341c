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
