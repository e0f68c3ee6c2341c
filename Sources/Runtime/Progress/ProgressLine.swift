import Foundation
package import Recordings

/// Says on a terminal's error stream how far long work is, once a second from the second second on.
package final class ProgressLine {
    private var due = Date.now + 1

    package init() {}

    package func say(_ text: () -> String) {
        guard Date.now >= due, isatty(STDERR_FILENO) == 1 else { return }
        due = .now + 1
        StandardError.say(text())
    }
}

extension ProgressSink {
    /// Tells it there.
    package static var errorStream: ProgressSink {
        let line = ProgressLine()
        return ProgressSink(progress: line.say, note: StandardError.say)
    }
}
