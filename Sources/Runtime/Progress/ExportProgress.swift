import Foundation
package import LiveProtocol
import Wording

/// Tells on a terminal how far a long export has come.
package final class ExportProgress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let begun = Date.now
    private var due = Date.now + 1
    private var first: Timestamp?
    private var hasSpoken = false
    private var events = 0

    package init() {}

    package func reached(_ instant: Timestamp) {
        events += 1
        first = first ?? instant
        // Looking at the clock costs more than most events do.
        guard isShown, events % 1_024 == 0, Date.now >= due, let first else { return }
        due = Date.now + 0.25
        hasSpoken = true
        StandardError.show("exporting: at \(Format.clock(instant - first)) of the session")
    }

    package func end() {
        if hasSpoken { StandardError.show("") }
        hasSpoken = false
    }
}
