import Foundation
import LiveProtocol
package import Recordings
package import SessionStore
import Synchronization
import Wording

/// Tells on a terminal's error stream how far long work has come: share, rate, time left, in one line that the next one
/// replaces, from the second second on. Nothing where that is no terminal.
package final class ProgressLine: Sendable {
    fileprivate let isShown: Bool
    private let now: @Sendable () -> ContinuousClock.Instant
    private let show: @Sendable (String) -> Void
    private let state: Mutex<State>

    private struct State {
        /// When the part of the work began that is told of.
        var begun: ContinuousClock.Instant
        var verb: String?
        var due: ContinuousClock.Instant
        var hasSpoken = false
    }

    package convenience init() {
        self.init(isShown: isatty(STDERR_FILENO) == 1, now: { .now }, show: { StandardError.show($0) })
    }

    /// - Parameter show: puts a text in the place of the line; an empty one takes it away.
    init(
        isShown: Bool, now: @escaping @Sendable () -> ContinuousClock.Instant,
        show: @escaping @Sendable (String) -> Void
    ) {
        (self.isShown, self.now, self.show) = (isShown, now, show)
        let begun = now()
        state = Mutex(State(begun: begun, due: begun + .seconds(1)))
    }

    deinit { end() }

    /// May be called for each of many small steps.
    package func reached(_ step: WorkStep) {
        guard isShown else { return }
        if step.share == 1 { return end() }
        let now = now()
        let seconds = state.withLock { state -> Double? in
            if let verb = state.verb, verb != step.verb {
                state.begun = now
                state.due = max(state.due, now + .milliseconds(250))
            }
            state.verb = step.verb
            guard now >= state.due else { return nil }
            state.due = now + .milliseconds(250)
            state.hasSpoken = true
            return (now - state.begun) / .seconds(1)
        }
        if let seconds { show(Self.words(step, after: seconds)) }
    }

    /// Takes the line away; it comes again where more is done.
    package func end() {
        let hasSpoken = state.withLock { state in
            defer { state.hasSpoken = false }
            return state.hasSpoken
        }
        if hasSpoken { show("") }
    }

    /// `importing: 43 %, 21,000 frames/s, 5 s left`.
    static func words(_ step: WorkStep, after seconds: Double) -> String {
        var words: [String] = []
        if let share = step.share { words.append(Format.percent(share)) }
        if step.count > 0, seconds > 0 {
            let rate = Double(step.count) / seconds
            let number = rate < 10 ? Format.trimmed(rate, 1) : Format.count(Int64(clamping: rate))
            words.append("\(number) \(step.unit)/s")
        }
        // The first part of a hundred says nothing of the others.
        if let share = step.share, share >= 0.01 {
            words.append("\(Words.time(.seconds(seconds * (1 - share) / share))) left")
        }
        return words.isEmpty ? step.verb : "\(step.verb): " + words.joined(separator: ", ")
    }
}

extension ProgressSink {
    /// Tells it there.
    package static var errorStream: ProgressSink {
        let line = ProgressLine()
        return ProgressSink(progress: line.reached, note: StandardError.say)
    }
}

extension Recordings {
    /// The same, telling there how far the reading of a long session has come.
    package var toldOnErrorStream: Recordings {
        let line = ProgressLine()
        guard line.isShown else { return self }
        var recordings = self
        recordings.told = { line.reached($0) }
        return recordings
    }
}
