import Foundation
import LiveProtocol
import Recordings
import Reports
import Runtime

/// Prints the lines of a follower as they come, until its session has ended.
struct LiveTail {
    private var follower: LiveFollower
    private let recordings: Recordings
    /// Lines of all sessions, without an end.
    private let namesSession: Bool
    var isJSON = false
    /// How many lines of what happened before are printed; nil for all.
    var past: Int?

    static let pollInterval = Duration.milliseconds(100)
    /// A session that can be resumed is waited for.
    private static let patience = Duration.seconds(5)
    private static let longestPause = LiveLines.longestPause

    init(_ follower: LiveFollower, _ recordings: Recordings, namesSession: Bool) {
        self.follower = follower
        self.recordings = recordings
        self.namesSession = namesSession
    }

    mutating func run() async throws {
        try printPast()
        var idle = Duration.zero
        while !Task.isCancelled, !isOver(after: idle) {
            // A call may be silent for long after its reader has gone.
            if StandardOutput.isGone { throw WriteFailure(code: EPIPE) }
            if let lines = try follower.next() {
                try say(lines)
                idle = .zero
                continue
            }
            if idle >= Self.longestPause { try say(follower.flush()) }
            try say(follower.look(at: recordings.isRecording ? .wallClock : nil))
            // Cancelled is one of the two ends of the loop.
            try? await Task.sleep(for: Self.pollInterval)
            idle += Self.pollInterval
        }
        try say(follower.finish())
    }

    private mutating func printPast() throws {
        var lines: [LiveLine] = []
        while let more = try follower.next() {
            lines += more
            if let past { lines = lines.suffix(past) }
        }
        try say(lines)
    }

    private func isOver(after idle: Duration) -> Bool {
        // What a killed process left open goes nowhere.
        guard recordings.isRecording else { return true }
        guard !namesSession, follower.isEnded else { return false }
        return !follower.isResumable || idle >= Self.patience
    }

    private func say(_ lines: [LiveLine]) throws(WriteFailure) {
        for line in lines { try StandardOutput.say(isJSON ? line.json.text : line.text(namesSession: namesSession)) }
    }
}
