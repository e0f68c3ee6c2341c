import Listening
import LiveProtocol

/// What other trackers ask of the input audio. Small, because they are given it with every event: all of `InputAudio`
/// is a copy of 1.7 kB each time.
struct HeardSpeech {
    /// Speech that has ended.
    let speech: Ring<SpeechSegment>
    let currentSpeech: SpeechSegment?
    private let arrivals: ArrivalMap

    init(_ speech: Ring<SpeechSegment>, _ current: SpeechSegment?, _ arrivals: ArrivalMap) {
        self.speech = speech
        currentSpeech = current
        self.arrivals = arrivals
    }

    /// See `InputAudio.arrival`.
    func arrival(of offset: Duration) -> Timestamp? { arrivals.instant(of: offset.nanoseconds) }

    /// The newest speech for which `matches` holds, the one that goes on included.
    func latestSpeech(where matches: (SpeechSegment) -> Bool) -> SpeechSegment? {
        if let currentSpeech, matches(currentSpeech) { return currentSpeech }
        return speech.last(where: matches)
    }

    /// The last speech of the user's own that ended in `(start, end]`: the last that is certain, where there is such.
    /// Echo is not the user's.
    func endOfSpeech(in start: Timestamp?, _ end: Timestamp) -> SpeechSegment? {
        var doubtful: SpeechSegment?
        for segment in speech.reversed() {
            guard let segmentEnd = segment.end else { continue }
            if let start, segmentEnd <= start { break }
            guard segmentEnd <= end, segment.isEcho != true else { continue }
            if segment.endConfidence == .high { return segment }
            doubtful = doubtful ?? segment
        }
        return doubtful
    }
}
