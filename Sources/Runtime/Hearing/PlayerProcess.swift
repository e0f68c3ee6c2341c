import Foundation
import Glibc

/// A program that plays, in a session of its own: it has no terminal, so that it can neither take keys from a screen nor write
/// over it, and nothing that it starts outlives the end that is asked for.
struct PlayerProcess: ~Copyable {
    private let pid: pid_t

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
        ProcessStart.inherited.closeOwnFilesOnExec()
        var pid: pid_t = 0
        let code = SpawnAttributes.with(ProcessStart.inherited, isOwnSession: true) { attributes in
            CStrings.withPointers(to: ["sh", "-c", command]) {
                posix_spawn(&pid, "/bin/sh", &actions, attributes, $0, environ)
            }
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
