import Foundation
import Runtime

/// Says on a terminal's error stream how far long work is, once a second from the second second on.
struct ProgressLine {
    private var due = Date.now + 1

    mutating func say(_ text: @autoclosure () -> String) {
        guard Date.now >= due, isatty(STDERR_FILENO) == 1 else { return }
        due = .now + 1
        StandardError.say(text())
    }
}
