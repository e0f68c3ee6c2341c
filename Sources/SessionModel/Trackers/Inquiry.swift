import Listening
import LiveProtocol

/// What has to be known for the judgement of one `interrupted`, which comes some time after it.
struct Inquiry: Codable, Hashable, Sendable {
    let at: Timestamp
    /// The model's audio for the turn may still come.
    var isTurnOpen = true
    /// While the model sounded.
    private let soundsSince: Timestamp?
    private let soundsUntil: Timestamp?
    /// The client said that the user acts.
    private let isExplicit: Bool

    /// An onset is known some 100 ms and one message after it: by then all is known about the half second after
    /// `interrupted`.
    private static let patience = Duration.seconds(1)
    /// A server that does not complete the turn it interrupted does not keep the matter open for ever.
    private static let limit = Duration.seconds(10)
    /// The server needs so long at most, as a rule, to react to what the user did.
    private static let reaction = Duration.milliseconds(1_500)
    private static let vicinity = Duration.milliseconds(500)
    private static let shortestSpeech = Duration.milliseconds(200)

    init(at instant: Timestamp, _ onsets: UserMarks, _ playback: PlaybackClock) {
        at = instant
        soundsSince = playback.soundsSince
        soundsUntil = playback.soundsUntil
        isExplicit = [.clientVAD, .text].contains { anchor in
            onsets[anchor].map { instant - $0 <= Self.reaction } ?? false
        }
    }

    func isOver(at now: Timestamp) -> Bool {
        now - at >= (isTurnOpen ? Self.limit : Self.patience)
    }

    func wasSounding(at instant: Timestamp) -> Bool {
        guard let soundsSince, let soundsUntil else { return false }
        return soundsSince <= instant && instant < soundsUntil
    }

    /// The user's speech that led to the interruption: the last that began over the model. Echo is not the user's.
    func cause(in input: HeardSpeech) -> SpeechSegment? {
        input.latestSpeech { segment in
            segment.isEcho != true && segment.onset <= at && wasSounding(at: segment.onset)
                && at - (segment.end ?? at) <= Self.reaction
        }
    }

    /// Nil when it cannot be known: livetop did not hear the user.
    func isFalse(_ input: HeardSpeech, listenedAt: Timestamp?, at now: Timestamp) -> Bool? {
        if isExplicit { return false }
        guard let listenedAt, at - listenedAt <= Self.reaction else { return nil }
        let speech = input.latestSpeech { segment in
            let end = segment.end ?? now
            return segment.isEcho != true && end - segment.onset >= Self.shortestSpeech
                && segment.onset <= at + Self.vicinity && end >= at - Self.vicinity
        }
        return speech == nil
    }
}
