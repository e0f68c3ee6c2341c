import Foundation
import Glibc
import Runtime

/// Another livetop that has the terminal for a while, such as a replay: calls go on in this process meanwhile.
struct LentProgram {
    private let arguments: [String]
    /// It prints something and ends: the screen comes back after a key.
    private let waits: Bool

    init(_ arguments: [String], waits: Bool) {
        self.arguments = arguments
        self.waits = waits
    }

    /// Runs it to its end. What goes wrong is said on the terminal that it would have had.
    func run() {
        // The file that this process was started from, whatever stands at its path now.
        let program = "/proc/self/exe"
        var pid: pid_t = 0
        let code = CStrings.withPointers(to: ["livetop"] + arguments) { pointers in
            Self.spawn(&pid, program, pointers)
        }
        guard code == 0 else {
            StandardError.say("livetop: cannot start itself: \(String(cString: strerror(code)))")
            return wait()
        }
        let status = Self.end(of: pid)
        Self.giveTerminal(to: getpgrp())
        // One that ended badly has said why.
        if waits || status != 0 { wait() }
    }

    /// Waits for the end. There is no shell that could wake a program that stops itself: it goes on.
    private static func end(of pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while true {
            guard waitpid(pid, &status, WUNTRACED) >= 0 else {
                if errno == EINTR { continue }
                return status
            }
            guard status & 0xFF == 0x7F else { return status }
            kill(pid, SIGCONT)
        }
    }

    /// Makes a process group the one that the terminal's keys go to.
    private static func giveTerminal(to group: pid_t) {
        var output = sigset_t()
        var before = sigset_t()
        sigemptyset(&output)
        // Asking for it from the background would stop us.
        sigaddset(&output, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &output, &before)
        tcsetpgrp(STDIN_FILENO, group)
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// With default signals and no files but the standard ones, in a process group of its own that has the terminal:
    /// ctrl-c there does not end the calls here.
    private static func spawn(
        _ pid: inout pid_t, _ program: String, _ arguments: [UnsafeMutablePointer<CChar>?]
    ) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGPIPE, SIGWINCH] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // Threads of the runtime block most signals, and a mask is inherited.
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        ProcessStart.inherited.closeOwnFilesOnExec()
        let code = posix_spawn(&pid, program, nil, &attributes, arguments, environ)
        // Until then it may have stopped for want of the terminal: whoever waits for its end wakes it.
        if code == 0 { giveTerminal(to: pid) }
        return code
    }

    private func wait() {
        try? DescriptorWriter.write(Array("\nEnter: back to the screen ".utf8), to: STDOUT_FILENO)
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {}
    }
}
