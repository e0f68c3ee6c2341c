import Glibc

/// What went wrong with the measurement itself, in one sentence for the person at the terminal.
struct BenchError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }

    /// A failed system call with the system's own words.
    static func system(_ call: String) -> BenchError {
        BenchError("\(call) failed: \(String(cString: strerror(errno)))")
    }
}
