internal import Foundation

/// A file of the data folder under a name that livetop chose: nothing but an ordinary file is opened there. What a link
/// leads to is somebody else's, and a named pipe would keep whoever opens it waiting.
public enum OwnFile {
    /// Opens `path` without following a link, for reading and writing.
    ///
    /// - Returns: The descriptor, closed on exec; the caller closes it.
    static func open(_ path: String, creating: Bool = false) throws(DatabaseError) -> Int32 {
        let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (creating ? O_CREAT : 0)
        let descriptor = Foundation.open(path, flags, 0o600)
        guard descriptor >= 0 else {
            // A link, or a folder: said by what it is.
            let reason = SystemError.current
            try check(path)
            throw DatabaseError(.unwritable, what: "Cannot open \(path): \(reason)")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileType(mode: status.st_mode) == .regular else {
            close(descriptor)
            throw refusal(path, FileType(mode: status.st_mode))
        }
        return descriptor
    }

    /// Gives the lock on an open file back and closes it. Closing alone is not enough while another thread starts a program:
    /// between fork and exec the child has the descriptor too, and with it the lock (flock(2)).
    static func closeUnlocked(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Refuses what is there and is no ordinary file.
    static func check(_ path: String) throws(DatabaseError) {
        switch FileType(at: path) {
        case .missing, .regular: break
        case let kind: throw refusal(path, kind)
        }
    }

    /// Refuses what is in the place of a socket and is none.
    public static func checkSocket(_ path: String) throws(DatabaseError) {
        switch FileType(at: path) {
        case .missing, .socket: break
        case let kind: throw refusal(path, kind)
        }
    }

    /// The content of a small file; nil where there is no ordinary file, or a larger one.
    static func content(of path: String, limit: Int) -> Data? {
        let descriptor = Foundation.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileType(mode: status.st_mode) == .regular, status.st_size <= limit
        else { return nil }
        return try? handle.read(upToCount: limit)
    }

    private static func refusal(_ path: String, _ kind: FileType) -> DatabaseError {
        DatabaseError(
            .unwritable, what: "Cannot use \(path).", why: "There is \(kind.words) in its place.",
            cure: "Move it away, or name another folder with --data-dir.")
    }
}
