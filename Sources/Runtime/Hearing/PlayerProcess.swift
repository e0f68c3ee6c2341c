import Foundation
import Glibc

/// A program that plays, in a session of its own: it has no terminal, so that it can neither take keys from a screen nor write
/// over it, and nothing that it starts outlives the end that is asked for.
struct PlayerProcess: ~Copyable {
    private let pid: pid_t

    /// Of glibc; its header shows it to those alone who ask for extensions.
    private static let ownSession: Int32 = 0x80

    /// Starts a shell's command.
    ///
    /// - Parameters:
    ///   - input: what it reads as its standard input.
    ///   - isQuiet: what it says goes nowhere, not even its complaints.
    /// - Returns: nil with the reason in `errno` where it cannot be started.
    init?(_ command: String, reading input: Int32, isQuiet: Bool) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        if isQuiet { posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // Threads of the runtime block most signals, and a mask is inherited.
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | Self.ownSession
        posix_spawnattr_setflags(&attributes, Int16(flags))
        ProcessStart.inherited.closeOwnFilesOnExec()
        var pid: pid_t = 0
        let code = CStrings.withPointers(to: ["sh", "-c", command]) {
            posix_spawn(&pid, "/bin/sh", &actions, &attributes, $0, environ)
        }
        guard code == 0 else {
            errno = code
            return nil
        }
        self.pid = pid
    }

    /// Waits for its end.
    ///
    /// - Parameter isWanted: asked twenty times a second; where it is not, all that it has started is ended, by force after a second.
    /// - Returns: how it ended, as `waitpid` says.
    consuming func end(isWanted: () -> Bool) -> Int32 {
        var status: Int32 = 0
        var refusals = 0
        while true {
            let answer = waitpid(pid, &status, WNOHANG)
            if answer == pid || answer < 0 && errno != EINTR { return status }
            if !isWanted() {
                kill(-pid, refusals < 20 ? SIGTERM : SIGKILL)
                refusals += 1
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
