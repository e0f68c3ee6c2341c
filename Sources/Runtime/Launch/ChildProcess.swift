import Foundation
package import Glibc

/// The program that `livetop run` starts: it has our terminal, our process group and our open standard files.
///
/// In one process group, what the terminal sends (ctrl-C, ctrl-Z, a new size) reaches the child from the kernel, and
/// reading from the terminal needs no job control. `posix_spawn` and not `Foundation.Process`, because that puts the
/// child into a group of its own, where it may not read from the terminal.
package struct ChildProcess: Sendable {
    package let pid: pid_t

    /// Starts `arguments[0]`, looked up in `PATH`.
    ///
    /// - Throws: `UserError` with status 127 when there is no such program and 126 when it cannot be executed.
    package init(_ arguments: [String], environment: [String: String], inherited: InheritedState) throws(UserError) {
        inherited.closeOwnFilesOnExec()
        var pid: pid_t = 0
        let program = arguments.first ?? ""
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let code = SpawnAttributes.with(inherited) { attributes in
            CStrings.withPointers(to: arguments) { arguments in
                CStrings.withPointers(to: variables) { variables in
                    inherited.withLimits { posix_spawnp(&pid, program, nil, attributes, arguments, variables) }
                }
            }
        }
        guard code == 0 else { throw Self.failure(code, program: program) }
        self.pid = pid
    }

    /// Waits for the end of the child without holding a thread of the concurrency pool.
    ///
    /// - Returns: its exit code, or 128 and the signal's number, as a shell has it.
    package func exitCode() async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
                continuation.resume(returning: Self.exitCode(of: status))
            }
        }
    }

    /// The macros `WIFEXITED`, `WEXITSTATUS` and `WTERMSIG`, which are not importable.
    private static func exitCode(of status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    private static func failure(_ code: Int32, program: String) -> UserError {
        let reason = String(cString: strerror(code))
        return code == ENOENT
            ? UserError(
                .commandNotFound, what: "cannot run '\(program)'", why: "there is no such program on PATH",
                remedy: "check the spelling, or give its full path")
            : UserError(
                .notExecutable, what: "cannot run '\(program)'", why: reason,
                remedy: "check its permissions and its first line: ls -l \"$(command -v '\(program)')\"")
    }
}
