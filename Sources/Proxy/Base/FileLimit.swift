#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files and sockets this process may have open, and what that means for calls.
public enum FileLimit {
    /// For the database, logs, the terminal and libraries.
    private static let reserve = 128

    /// Sockets that the proxy holds at a time where `files` may be open. A ninth stays free for upstreams of clients
    /// that are there already.
    static func socketCount(files: Int) -> Int { max(16, files - min(files, reserve)) / 9 * 8 }

    /// Calls at a time where `files` may be open: each has two sockets.
    public static func callCount(files: Int) -> Int { socketCount(files: files) / 2 }

    /// Raises the soft limit to the hard one and returns what holds now.
    static func raise() -> Int {
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
