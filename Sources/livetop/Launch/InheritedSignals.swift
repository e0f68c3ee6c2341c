import Glibc

/// Which signals the process found ignored when it started, as under `nohup`. A child must find them so again, and all
/// others at their default, whatever the proxy in this process needed for itself.
struct InheritedSignals: Sendable {
    private var ignored: Set<Int32>

    /// Asks the system; call it before anything in the process changes a signal.
    static func current() -> InheritedSignals {
        InheritedSignals(ignored: Set(numbers.filter(isIgnored)))
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
}
