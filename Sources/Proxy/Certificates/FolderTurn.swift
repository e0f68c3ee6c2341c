#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One process at a time makes something in a folder.
enum FolderTurn {
    /// Waits until no other process is in `body` for the same folder, then does it. Where the folder cannot be opened,
    /// `body` will find out and say so.
    static func take<Result>(_ folder: String, _ body: () throws -> Result) throws -> Result {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Closing gives the lock back.
        defer { if descriptor >= 0 { close(descriptor) } }
        if descriptor >= 0 { flock(descriptor, LOCK_EX) }
        return try body()
    }
}
