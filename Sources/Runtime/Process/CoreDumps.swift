import Glibc

/// The file that the system writes of a crashed process: its memory, with the keys and the speech of every call.
enum CoreDumps {
    /// None from now on; a child that is to have them again gets the limit of old (`InheritedState`).
    static func forbid() {
        let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = 0
        // Lowering one's own soft limit cannot fail.
        setrlimit(resource, &limit)
    }
}
