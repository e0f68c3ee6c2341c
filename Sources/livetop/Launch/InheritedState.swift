import Glibc

/// What the process was given when it started and a program it runs is to find again: which signals are ignored, as
/// under `nohup`, and the limit of open files. The proxy in this process changes both for itself.
struct InheritedState: Sendable {
    private var ignored: Set<Int32>
    private var fileLimit: rlimit?

    /// Asks the system; call it before anything in the process changes a signal or a limit.
    static func current() -> InheritedState {
        InheritedState(ignored: Set(numbers.filter(isIgnored)), fileLimit: currentFileLimit())
    }

    func isIgnored(_ signal: Int32) -> Bool { ignored.contains(signal) }

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

    private static func currentFileLimit() -> rlimit? {
        var limit = rlimit()
        return getrlimit(fileLimitName, &limit) == 0 ? limit : nil
    }
}

/// The C library declares it as an enumeration or as an integer, depending on who asks.
private let fileLimitName = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
