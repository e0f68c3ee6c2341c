import Foundation
import Glibc

/// What the process was given when it started and a program it runs is to find again: which signals are ignored, as
/// under `nohup`, which files are open, and how many may be. The proxy in this process changes all of it for itself.
struct InheritedState: Sendable {
    private var ignored: Set<Int32>
    private var fileLimit: rlimit?
    private var files: Set<Int32>

    /// Asks the system; call it before anything in the process changes a signal or a limit, or
    /// opens a file.
    static func current() -> InheritedState {
        InheritedState(
            ignored: Set(numbers.filter(isIgnored)), fileLimit: currentFileLimit(),
            files: openFiles().filter { !isRuntimes($0) })
    }

    func isIgnored(_ signal: Int32) -> Bool { ignored.contains(signal) }

    /// Keeps from a child what this process has opened since. The sockets of the event loops are not marked so when they
    /// are made: a child that outlives us would hold the proxy's port. What we were given goes on to the child, as the
    /// pipes by which `make` hands out its jobs.
    func closeOwnFilesOnExec() {
        for file in Self.openFiles().subtracting(files) { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    }

    /// Runs `body`, which starts a child, with the limit of old. What this process has open stays open.
    func withFileLimit<Result>(_ body: () -> Result) -> Result {
        guard var old = fileLimit, var raised = Self.currentFileLimit() else { return body() }
        setrlimit(fileLimitName, &old)
        defer { setrlimit(fileLimitName, &raised) }
        return body()
    }

    /// What is to be reset between fork and exec.
    var resetInChild: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in Self.numbers where !ignored.contains(number) { sigaddset(&set, number) }
        return set
    }

    /// The classic signals; the real-time ones are nobody's business here.
    private static let numbers: [Int32] = (1..<32).filter { $0 != SIGKILL && $0 != SIGSTOP }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0, let handler = action.__sigaction_handler.sa_handler else {
            return false
        }
        // `SIG_IGN` is the address 1; function pointers are compared by address only.
        return unsafeBitCast(handler, to: Int.self) == 1
    }

    /// Dispatch makes its event queue on a thread of its own, at times before we look. Nobody hands such a file on.
    private static func isRuntimes(_ file: Int32) -> Bool {
        // One that is closed by now is nobody's.
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(file)")
        return target?.hasPrefix("anon_inode:") ?? true
    }

    private static func openFiles() -> Set<Int32> {
        // Without /proc nothing is known to be ours, and nothing is closed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return Set(names.compactMap(Int32.init))
    }

    private static func currentFileLimit() -> rlimit? {
        var limit = rlimit()
        return getrlimit(fileLimitName, &limit) == 0 ? limit : nil
    }
}

/// The C library declares it as an enumeration or as an integer, depending on who asks.
private let fileLimitName = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
