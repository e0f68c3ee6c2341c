import Foundation
import Runtime

/// Puts the terminal back when the process dies, and keeps the error stream off the picture meanwhile.
///
/// While the screen is up, what anything writes to the error stream waits in an unlinked file and comes out afterwards:
/// otherwise a runtime's last words would vanish with the alternate screen, and a stray warning would spoil the picture.
/// After a crash the signal's default action ends the process. The earlier handler is not called on purpose: Swift's
/// backtracer would wait for a key on a terminal, holding the dead process (`SWIFT_BACKTRACE` is read before `main`).
///
/// Everything that runs in a signal handler uses memory allocated by `arm` and system calls that POSIX allows there.
enum CrashGuard {
    private struct Saved {
        var modes = termios()
        var errorStream: Int32
        var held: Int32
        /// Pasting, mouse, colours and attributes off, cursor on, ordinary keypad, alternate screen left.
        var reset: UnsafeMutableBufferPointer<UInt8>
        var handlers: [(number: Int32, previous: sig_t?)] = []
    }

    /// Written by `arm` and `disarm` on the UI thread, read by signal handlers; there is no lock that a handler may take.
    nonisolated(unsafe) private static var saved: UnsafeMutablePointer<Saved>?

    private static let resetSequence =
        "\u{1B}[?2004l\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1006l\u{1B}[0m\u{1B}[?25h\u{1B}[?1l\u{1B}>\u{1B}[?1049l\r"

    private static let crashes = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

    /// Call before the screen starts, on the thread that draws.
    static func arm() {
        guard saved == nil else { return }
        let reset = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 128)
        let (_, written) = reset.initialize(from: Array(resetSequence.utf8))
        var state = Saved(errorStream: -1, held: -1, reset: UnsafeMutableBufferPointer(rebasing: reset[..<written]))
        tcgetattr(STDIN_FILENO, &state.modes)
        holdErrorStream(&state)
        state.handlers = crashes.map { ($0, signal($0, die)) }
        let pointer = UnsafeMutablePointer<Saved>.allocate(capacity: 1)
        pointer.initialize(to: state)
        saved = pointer
    }

    /// Call after the screen was left in the ordinary way.
    static func disarm() {
        guard let pointer = saved else { return }
        saved = nil
        for handler in pointer.pointee.handlers { signal(handler.number, handler.previous) }
        releaseErrorStream(pointer.pointee)
        pointer.pointee.reset.deallocate()
        pointer.deinitialize(count: 1)
        pointer.deallocate()
    }

    /// Makes the terminal usable without asking ncurses. For handlers and for an exit that cannot wait.
    static func restoreTerminal() {
        guard let pointer = saved else { return }
        write(STDOUT_FILENO, pointer.pointee.reset.baseAddress, pointer.pointee.reset.count)
        tcsetattr(STDIN_FILENO, TCSANOW, &pointer.pointee.modes)
        releaseErrorStream(pointer.pointee)
    }

    private static let die: @convention(c) (Int32) -> Void = { number in
        CrashGuard.restoreTerminal()
        signal(number, SIG_DFL)
        raise(number)
    }

    private static func holdErrorStream(_ state: inout Saved) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let held = UnnamedFile.open(in: "/tmp")
        guard held >= 0 else { return }
        state.held = held
        state.errorStream = dup(STDERR_FILENO)
        dup2(held, STDERR_FILENO)
    }

    /// Prints the last of what was held.
    private static func releaseErrorStream(_ state: Saved) {
        guard state.held >= 0, state.errorStream >= 0 else { return }
        dup2(state.errorStream, STDERR_FILENO)
        let longest: off_t = 16_384
        let end = lseek(state.held, 0, SEEK_END)
        lseek(state.held, max(0, end - longest), SEEK_SET)
        withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 1) { buffer in
            while case let count = read(state.held, buffer.baseAddress, buffer.count), count > 0 {
                write(STDERR_FILENO, buffer.baseAddress, count)
            }
        }
        close(state.held)
        close(state.errorStream)
    }
}
