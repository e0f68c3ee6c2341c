import Glibc

/// What has to be so before anything else happens in the process.
package enum ProcessStart {
    /// What the process was given, as it was before livetop changed any of it.
    package static let inherited = InheritedState.current()

    package static func prepare() {
        holdStandardFiles()
        _ = inherited
        // A write that fails says so; a signal would end the process, and every call in it.
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    }

    /// Closed standard files are filled: otherwise the next database or socket would get their numbers, and messages.
    /// Each is opened the wrong way round, so that using it fails as it would have.
    private static func holdStandardFiles() {
        for (descriptor, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            let opened = open("/dev/null", flags)
            guard opened >= 0, opened != descriptor else { continue }
            dup2(opened, descriptor)
            close(opened)
        }
    }
}
