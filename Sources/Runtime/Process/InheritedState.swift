import Foundation
package import Glibc

/// What the process was given when it started and a program it runs is to find again: which signals are ignored, as
/// under `nohup`, which files are open, how many may be, and how large a core file. The proxy in this process changes all of it for itself.
package struct InheritedState: Sendable {
    private var ignored: Set<Int32>
    private var limits: [rlimit?]
    private var files: Set<Int32>

    /// Asks the system; call it before anything in the process changes a signal or a limit, or
    /// opens a file.
    package static func current() -> InheritedState {
        InheritedState(
            ignored: Set(numbers.filter(isIgnored)), limits: currentLimits(),
            files: openFiles().filter { !isRuntimes($0) })
    }

    package func isIgnored(_ signal: Int32) -> Bool { ignored.contains(signal) }

    /// Keeps from a child what this process has opened since. The sockets of the event loops are not marked so when they
    /// are made: a child that outlives us would hold the proxy's port. What we were given goes on to the child, as the
    /// pipes by which `make` hands out its jobs.
    package func closeOwnFilesOnExec() {
        for file in Self.openFiles().subtracting(files) { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    }

    /// Runs `body`, which starts a child, with the limits of old. What this process has open stays open.
    package func withLimits<Result>(_ body: () -> Result) -> Result {
        let own = Self.currentLimits()
        Self.set(limits)
        defer { Self.set(own) }
        return body()
    }

    /// What is to be reset between fork and exec.
    package var resetInChild: sigset_t {
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

    /// In the order of their names; nil for one that the system does not tell.
    private static func currentLimits() -> [rlimit?] {
        limitNames.map { name in
            var limit = rlimit()
            return getrlimit(name, &limit) == 0 ? limit : nil
        }
    }

    private static func set(_ limits: [rlimit?]) {
        for (name, limit) in zip(limitNames, limits) {
            guard var limit else { continue }
            setrlimit(name, &limit)
        }
    }
}

/// Those that the proxy changes for itself. The C library declares them as an enumeration or as integers, depending on
/// who asks.
private let limitNames = [
    __rlimit_resource_t(RLIMIT_NOFILE.rawValue), __rlimit_resource_t(RLIMIT_CORE.rawValue),
]
