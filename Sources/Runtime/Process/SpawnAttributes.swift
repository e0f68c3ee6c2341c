import Glibc

/// How a program begins that livetop starts: with the signals as this process was given them, and none blocked.
enum SpawnAttributes {
    /// Of glibc; its header shows it to those alone who ask for extensions.
    private static let ownSession: Int32 = 0x80

    /// - Parameters:
    ///   - inherited: what was ignored at the start stays so.
    ///   - isOwnSession: it has a session of its own, and no terminal.
    static func with<Result>(
        _ inherited: InheritedState, isOwnSession: Bool = false, _ body: (UnsafePointer<posix_spawnattr_t>) -> Result
    ) -> Result {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = inherited.resetInChild
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // The threads of Swift's concurrency pool block most signals, and a mask is inherited.
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (isOwnSession ? ownSession : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return body(&attributes)
    }
}
