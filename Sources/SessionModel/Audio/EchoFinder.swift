import Listening
import LiveProtocol

/// Tells the model's own voice in the microphone from the user's (`docs/metrics.md#speech-and-echo`): from two seconds
/// of overlap on by a correlation of 0.6, from one by 0.7. Less cannot be judged.
///
/// The second and a half before the speech is compared too, as far as the model sounded in it: an echo begins when the
/// model does, a user in the middle of what it says.
struct EchoFinder: Codable, Hashable, Sendable {
    /// Of the latest speech over the model.
    private(set) var score: Double?
    /// How long after the model the microphone heard it, the latest time that it did.
    private(set) var delay: Duration?
    /// Correlation of what the microphone heard after the latest interruption with the audio that should not have been
    /// played any more; nil where less than two seconds of it were left.
    private(set) var tailScore: Double?
    private var heard = Envelope(capacity: 512)
    private var tail: Tail?

    /// The longest that is compared, and how much of it is before the speech.
    private static let window: Int64 = 225
    private static let lead: Int64 = 75
    private static let enough: Int64 = 100
    private static let minimum: Int64 = 50

    /// Audio that was delivered and not played when `interrupted` came.
    private struct Tail: Codable, Hashable, Sendable {
        var start: Timestamp
        var end: Timestamp
    }

    mutating func append(_ level: Double, at instant: Timestamp) { heard.set(level, at: instant, now: instant) }

    /// Whether the speech is echo; nil where it cannot be told.
    mutating func judge(
        _ speech: SpeechSegment, _ output: Envelope, playback: PlaybackClock, at now: Timestamp
    ) -> Bool? {
        guard let since = playback.soundsSince, let until = playback.soundsUntil else { return nil }
        let start = Envelope.step(of: max(speech.onset, since))
        let heardUntil = min(speech.end ?? now, now)
        let overlap = Envelope.step(of: min(heardUntil, until)) - start
        guard overlap >= Self.minimum else { return nil }
        // Sound takes its time from the loudspeaker back to the wire.
        let end = Envelope.step(of: min(heardUntil, until + .milliseconds(800)))
        let from = max(max(Envelope.step(of: since), start - Self.lead), end - Self.window)
        guard let likeness = heard.likeness(to: output, in: from..<end) else { return nil }
        score = likeness.score
        let isEcho = likeness.score >= (overlap >= Self.enough ? 0.6 : 0.7)
        if isEcho { delay = likeness.delay }
        return isEcho
    }

    mutating func interrupt(_ playback: PlaybackClock, at instant: Timestamp) {
        tailScore = nil
        tail = nil
        guard let until = playback.soundsUntil, until - instant >= .seconds(2) else { return }
        tail = Tail(start: instant, end: min(until, instant + .seconds(3)))
    }

    /// Judges the tail once it would have been played.
    mutating func proceed(_ output: Envelope, to now: Timestamp) {
        guard let tail, now - tail.end >= .milliseconds(800) else { return }
        let steps = Envelope.step(of: tail.start)..<Envelope.step(of: tail.end)
        tailScore = heard.likeness(to: output, in: steps)?.score
        self.tail = nil
    }

    /// New audio of the model replaces what the tail would be compared with.
    mutating func forgetTail() { tail = nil }
}
