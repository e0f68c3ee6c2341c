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
        guard descriptor >= 0 else { return try body() }
        defer {
            // Closing alone does not while another thread starts a program, whose child has the descriptor until exec.
            flock(descriptor, LOCK_UN)
            close(descriptor)
        }
        flock(descriptor, LOCK_EX)
        return try body()
    }
}
