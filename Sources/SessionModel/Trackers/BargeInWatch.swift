import Listening
public import LiveProtocol

/// Speech over the model, long enough to be meant, that no `interrupted` followed.
public struct MissedBargeIn: Codable, Hashable, Sendable {
    public var onset: Timestamp
    /// How long user and model spoke at once.
    public var overlap: Duration
    /// It was long enough to be told from the model's own voice.
    public var isCertain = false
    /// The turn was complete and only the client's buffer still played: no `interrupted` can come.
    public var isAfterTurn = false

    public init(onset: Timestamp, overlap: Duration) {
        self.onset = onset
        self.overlap = overlap
    }
}

/// Finds missed barge-ins.
struct BargeInWatch: Codable, Hashable, Sendable {
    private(set) var missed = Ring<MissedBargeIn>(capacity: 20)
    private(set) var count = 0

    /// Speech that began over the model and may yet be answered.
    private var candidate: Candidate?
    /// The newest speech that was looked at.
    private var latestOnset: Timestamp?
    private var interruptedAt: Timestamp?
    /// `NO_INTERRUPTION` asks the server to let the user talk.
    private var isExpected = true

    private struct Candidate: Codable, Hashable, Sendable {
        var onset: Timestamp
        var soundsUntil: Timestamp
        var isAfterTurn: Bool
    }

    /// After this `interrupted` would come too late to be one of this speech.
    private static let patience = Duration.milliseconds(2_500)
    /// Anything shorter is a sign of attention rather than an interruption.
    private static let shortestSpeech = Duration.milliseconds(600)
    /// From here on echo would have been told.
    private static let judgedSpeech = Duration.seconds(1)

    mutating func apply(_ event: LiveEvent, input: HeardSpeech, playback: PlaybackClock) {
        follow(playback)
        if let candidate, event.at - candidate.onset >= Self.patience { decide(candidate, input, at: event.at) }
        switch event.kind {
        case .client(.setup(let setup)): isExpected = setup.activityHandling != "NO_INTERRUPTION"
        case .client(.audio): look(input, playback)
        case .server(.interrupted):
            interruptedAt = event.at
            candidate = nil
        case .wire(.closed): candidate = nil
        default: break
        }
    }

    /// The model goes on while the user speaks.
    private mutating func follow(_ playback: PlaybackClock) {
        guard let onset = candidate?.onset, let since = playback.soundsSince, since <= onset else { return }
        if let until = playback.soundsUntil { candidate?.soundsUntil = until }
    }

    private mutating func look(_ input: HeardSpeech, _ playback: PlaybackClock) {
        guard let onset = (input.currentSpeech ?? input.speech.last)?.onset, onset > latestOnset ?? onset - .seconds(1)
        else { return }
        latestOnset = onset
        // What was said before an interruption was answered by it.
        if let interruptedAt, onset <= interruptedAt { return }
        guard isExpected, candidate == nil, playback.isSounding(at: onset), let until = playback.soundsUntil else {
            return
        }
        candidate = Candidate(onset: onset, soundsUntil: until, isAfterTurn: !playback.isTurnOpen)
    }

    private mutating func decide(_ candidate: Candidate, _ input: HeardSpeech, at now: Timestamp) {
        self.candidate = nil
        guard let speech = input.latestSpeech(where: { $0.onset == candidate.onset }),
            speech.isEcho != true, speech.onsetConfidence == .high
        else { return }
        let overlap = min(speech.end ?? now, candidate.soundsUntil) - speech.onset
        guard overlap >= Self.shortestSpeech else { return }
        // Too short to be told from echo, in a call that has echo: that is no user.
        if speech.isEcho == nil, input.latestSpeech(where: { $0.isEcho == true }) != nil { return }
        count += 1
        var barge = MissedBargeIn(onset: speech.onset, overlap: overlap)
        barge.isAfterTurn = candidate.isAfterTurn
        barge.isCertain = speech.isEcho == false || overlap >= Self.judgedSpeech
        missed.append(barge)
    }
}
