internal import Foundation

/// Whether a database can be read, and if not, why: one that this user may not see is not one that is not there.
enum ReadableFile {
    static func check(_ file: URL) throws(DatabaseError) {
        guard access(file.path, R_OK) != 0 else { return }
        throw failure(errno, file)
    }

    /// What the system said about a file that was asked for.
    static func failure(_ code: Int32, _ file: URL) -> DatabaseError {
        let reason = SystemError(code: code).description
        return switch code {
        case ENOENT, ENOTDIR: DatabaseError(.missing, what: "There is no database at \(file.path).")
        case EACCES, EPERM:
            DatabaseError(
                .unwritable, what: "Cannot read the database \(file.path).",
                why: "\(reason): this user may not look into the folder or the file.",
                cure: "Check owner and mode of the folder, or name another one with --data-dir.")
        default: DatabaseError(.inputOutput, what: "Cannot read the database \(file.path): \(reason).")
        }
    }
}
