import Listening
import LiveProtocol

/// Ends of the user that no answer has taken yet: what latencies are counted from.
struct PendingEnds: Codable, Hashable, Sendable {
    /// Speech that ended before this was answered by an older turn.
    var speechSince: Timestamp?
    private var marks = UserMarks()
    /// When the server signalled that it noticed the end.
    private var endpointedAt: Timestamp?

    /// The local VAD knows an end of speech 300 ms after it, and as much later as the client's messages are long.
    static let patience = Duration.milliseconds(1_500)

    mutating func set(_ anchor: Anchor, _ instant: Timestamp) { marks.set(anchor, instant) }

    mutating func remove(_ anchor: Anchor) { marks.remove(anchor) }

    mutating func note(_ activity: VoiceActivity, at instant: Timestamp, _ input: HeardSpeech) {
        marks.remove(.serverVAD)
        marks.remove(.serverSignal)
        guard !activity.isStart else { return }
        endpointedAt = instant
        marks.set(.serverSignal, instant)
        // A sample cannot end speech before it has come: such an offset is on another clock.
        guard let end = activity.audioOffset.flatMap(input.arrival), end <= instant else { return }
        marks.set(.serverVAD, end)
    }

    /// All of them are that turn's.
    mutating func give(to turn: inout Turn) {
        turn.userEnds.merge(marks)
        if let endpointedAt { turn.endpointedAt = endpointedAt }
        (marks, endpointedAt) = (UserMarks(), nil)
    }
}

extension UserMarks {
    /// Nil takes back what was known: it turned out to be echo.
    mutating func set(_ speech: SpeechSegment?) {
        remove(.localVAD)
        guard let speech, let end = speech.end else { return }
        set(.localVAD, end, confidence: speech.endConfidence)
    }
}
