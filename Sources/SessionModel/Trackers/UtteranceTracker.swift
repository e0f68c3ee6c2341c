import Listening
public import LiveProtocol

/// What the user said by voice, and what came of it.
public struct UtteranceTracker: Codable, Hashable, Sendable {
    /// Speech that has ended, the latest 64, oldest first.
    public private(set) var recent = Ring<SpokenInput>(capacity: 64)
    public private(set) var count = 0
    /// Length of all speech, whoever heard it.
    public private(set) var total = Duration.zero

    private var latestOnset: Timestamp?
    private var lastTranscript: Timestamp?
    private var lastNotice: Timestamp?
    private var lastReaction: Timestamp?
    private var lastTurnComplete: Timestamp?
    private var lastInterruption: Timestamp?

    /// What is noticed later is other speech, whose end is not known yet.
    private static let noticePatience = Duration.seconds(10)

    public init() {}

    /// - Parameters:
    ///   - input: after the event, as `playback`.
    ///   - isToolPending: the model waits for a tool.
    mutating func apply(_ event: LiveEvent, input: HeardSpeech, playback: PlaybackClock, isToolPending: Bool) {
        switch event.kind {
        case .client(.audio), .client(.audioStreamEnd), .wire(.closed):
            collect(input, event, playback, isToolPending: isToolPending)
        case .client(.activityEnd):
            collect(input, event, playback, isToolPending: isToolPending)
            touch { $0.markedEndAt = $0.markedEndAt ?? event.at }
        case .server(let fact): apply(fact, at: event.at)
        default: break
        }
    }

    /// Speech is known some time after its end: an answer may have come before.
    private mutating func collect(
        _ input: HeardSpeech, _ event: LiveEvent, _ playback: PlaybackClock, isToolPending: Bool
    ) {
        for segment in input.speech.suffix(4) where segment.end != nil && isNew(segment) {
            latestOnset = segment.onset
            count += 1
            var utterance = SpokenInput(segment, on: event.connection, sequence: event.sequence)
            utterance.isOverModel = playback.isSounding(at: segment.onset)
            utterance.wasToolPending = isToolPending
            utterance.turnCompleteBefore = lastTurnComplete.flatMap { $0 <= segment.onset ? $0 : nil }
            utterance.interruptionBefore = lastInterruption.flatMap { $0 <= segment.onset ? $0 : nil }
            total += utterance.duration
            let since = { (instant: Timestamp?) in instant.flatMap { $0 >= segment.onset ? $0 : nil } }
            utterance.transcriptAt = since(lastTranscript)
            utterance.noticedAt = since(lastNotice)
            utterance.reactionAt = since(lastReaction)
            recent.append(utterance)
        }
    }

    private func isNew(_ segment: SpeechSegment) -> Bool {
        latestOnset.map { segment.onset > $0 } ?? true
    }

    private mutating func apply(_ fact: ServerFact, at instant: Timestamp) {
        switch fact {
        case .inputTranscription, .interimInputTranscription:
            lastTranscript = instant
            lastNotice = instant
            touch { utterance in
                guard instant - utterance.end <= Self.noticePatience else { return }
                if utterance.transcriptAt == nil { utterance.transcriptAt = instant }
                if utterance.noticedAt == nil { utterance.noticedAt = instant }
            }
        case .voiceActivity:
            lastNotice = instant
            touch { utterance in
                if utterance.noticedAt == nil, instant - utterance.end <= Self.noticePatience {
                    utterance.noticedAt = instant
                }
            }
        case .interrupted:
            lastInterruption = instant
            react(at: instant)
        case .turnComplete:
            lastTurnComplete = instant
            react(at: instant)
        case .audio, .text, .thought, .part, .outputTranscription, .toolCall, .waitingForInput: react(at: instant)
        default: break
        }
    }

    private mutating func react(at instant: Timestamp) {
        lastReaction = instant
        touch { if $0.reactionAt == nil { $0.reactionAt = instant } }
    }

    /// All that still waits is served by what comes now; only the newest is asked, and those before it were.
    private mutating func touch(_ change: (inout SpokenInput) -> Void) {
        _ = recent.updateLast(where: { _ in true }, change)
    }
}

/// One stretch of the user's speech and the first of each thing that came after its onset.
public struct SpokenInput: Codable, Hashable, Sendable {
    public var connection: ConnectionID
    /// The client's message by which its end was known.
    public var sequence: Int64
    public var onset: Timestamp
    public var end: Timestamp
    public var level: Double?
    public var snr: Double?
    public var isEcho: Bool?
    /// How far the end can be relied on.
    public var endConfidence: Confidence
    /// The model was sounding when it began.
    public var isOverModel = false
    /// The model was waiting for a tool when it ended.
    public var wasToolPending = false
    public var turnCompleteBefore: Timestamp?
    public var interruptionBefore: Timestamp?
    /// `activityEnd` of the client after it.
    public var markedEndAt: Timestamp?
    public var transcriptAt: Timestamp?
    /// A transcript or a voice activity signal.
    public var noticedAt: Timestamp?
    /// Content of the model, a tool call, an interruption, or the end of a turn.
    public var reactionAt: Timestamp?

    init(_ segment: SpeechSegment, on connection: ConnectionID, sequence: Int64) {
        self.connection = connection
        self.sequence = sequence
        onset = segment.onset
        end = segment.end ?? segment.onset
        level = segment.level
        snr = segment.snr
        isEcho = segment.isEcho
        endConfidence = segment.endConfidence
    }

    public var duration: Duration { end - onset }
}
