import Foundation
import Wording

/// Tells on a terminal how far a long import has come, how quickly it goes and how long it will take.
package final class ImportProgress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let begun = Date.now
    private var due = Date.now + 1
    private var events = 0
    private var hasSpoken = false

    package init() {}

    package func reached(_ frames: Int, _ share: Double?) {
        events += 1
        // Looking at the clock costs more than most events do.
        guard isShown, events % 256 == 0, Date.now >= due else { return }
        due = Date.now + 0.25
        hasSpoken = true
        StandardError.show(Self.words(frames, share, after: Date.now.timeIntervalSince(begun)))
    }

    /// `importing: 43 %, 21,000 frames/s, 5 s left`.
    package static func words(_ frames: Int, _ share: Double?, after seconds: Double) -> String {
        var words = ["\(Format.count(Int64(Double(frames) / max(seconds, 0.001)))) frames/s"]
        if let share, share > 0 {
            words.insert(Format.percent(share), at: 0)
            words.append("\(Words.time(.seconds(seconds * (1 - share) / share))) left")
        }
        return "importing: " + words.joined(separator: ", ")
    }

    package func end() {
        if hasSpoken { StandardError.show("") }
        hasSpoken = false
    }
}
