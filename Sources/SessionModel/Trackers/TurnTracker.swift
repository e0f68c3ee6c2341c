public import LiveProtocol

/// Turns of the session: opened by the first model fact after a boundary, closed by `turnComplete`.
public struct TurnTracker: Codable, Hashable, Sendable {
    /// The turn in progress.
    public private(set) var current: Turn?
    /// Finished turns, the latest 100.
    public private(set) var recent = Ring<Turn>(capacity: 100)
    /// Turns opened so far.
    public private(set) var count = 0
    /// `interrupted` received so far.
    public private(set) var interruptions = 0

    private var words = PendingWords()
    private var ends = PendingEnds()
    /// `answeredAt` of the turn in progress and of the newest of `recent`, which are asked for with every message: a turn
    /// is a kilobyte with a dozen references, and asking it means a copy.
    private var currentAnsweredAt: Timestamp?
    private var lastAnsweredAt: Timestamp?
    /// The newest of `recent` has not been measured yet: the end of speech is known some time after the fact.
    private var isMeasurementDue = false

    /// User input that no turn has taken yet.
    public struct Input: Codable, Hashable, Sendable {
        public var at: Timestamp
        public var text = BoundedText()
    }

    public init() {}

    /// Asked with every message: compared with nil, the turn would be copied.
    private var isTurnOpen: Bool { if case .some = current { true } else { false } }

    /// What the user has put in since the last turn began to be answered: it belongs to the next one.
    public var pendingInput: Input? { words.input }

    /// Whether `condition` holds for a finished turn or the one in progress. It looks at them where they are.
    public func containsInPlace(where condition: (borrowing Turn) -> Bool) -> Bool {
        if recent.containsInPlace(where: condition) { return true }
        guard let current else { return false }
        return condition(current)
    }

    /// Calls `body` for each finished turn and the one in progress, where it is, oldest first.
    public func forEachInPlace(_ body: (borrowing Turn) -> Void) {
        recent.forEachInPlace(body)
        if let current { body(current) }
    }

    /// - Parameters:
    ///   - input: after the event, as the next two.
    ///   - output: the model's audio since the last turn boundary.
    ///   - metrics: gets a turn's latencies and real-time factor once they can no longer change.
    mutating func apply(
        _ event: LiveEvent, input: HeardSpeech, output: HeardOutput, playback: PlaybackClock,
        _ metrics: inout MetricLog
    ) {
        if isMeasurementDue, let lastAnsweredAt, event.at - lastAnsweredAt >= PendingEnds.patience {
            measure(&metrics)
        }
        switch event.kind {
        case .client(let fact): apply(fact, event, input: input)
        case .server(let fact): apply(fact, event, input, output, playback, &metrics)
        case .wire(.closed):
            if current?.connection == event.connection {
                current?.isCutOff = true
                close(playback)
            }
            measure(&metrics)
        default: break
        }
    }

    private mutating func apply(_ fact: ClientFact, _ event: LiveEvent, input: HeardSpeech) {
        switch fact {
        case .text(let text):
            words.type(text, at: event.at)
            ends.set(.text, event.at)
        case .content(let content):
            // History that seeds the context has turns of the model in it: only what the user says is input.
            for turn in content.turns where turn.role != "model" { words.type(turn.text, at: event.at) }
            if content.isTurnComplete { ends.set(.text, event.at) }
        case .activityStart:
            words.note("", at: event.at)
            ends.remove(.clientVAD)
        case .activityEnd: ends.set(.clientVAD, event.at)
        case .toolResponse(let response):
            guard !response.willContinue else { break }
            // A silent response is for the context only: nobody answers it.
            if response.scheduling != "SILENT" { ends.set(.tool, event.at) }
            endTool(response, at: event.at)
        case .audio: noteEndOfSpeech(input, at: event.at)
        case .setup, .video, .audioStreamEnd, .contextUpdate, .musicPrompts, .musicConfig, .playbackControl,
            .interactionConnect, .interactionEnd:
            break
        }
    }

    private mutating func apply(
        _ fact: ServerFact, _ event: LiveEvent, _ input: HeardSpeech, _ output: HeardOutput,
        _ playback: PlaybackClock, _ metrics: inout MetricLog
    ) {
        switch fact {
        case .voiceActivity(let activity): ends.note(activity, at: event.at, input)
        case .inputTranscription(let piece): transcribe(piece.text, at: event.at)
        case .interrupted: interrupt(at: event.at, playback)
        case .audio(let chunk):
            turn(event, &metrics) { turn in
                turn.add(chunk, at: event.at)
                turn.playback = playback.turn
                if turn.leadingSilence == nil { turn.leadingSilence = output.leadingSilence }
                turn.loudest = output.loudest
            }
            takeEnds(event, input)
        case .text(let text):
            turn(event, &metrics) { turn in
                turn.say(text)
                if turn.firstTextAt == nil { turn.firstTextAt = event.at }
            }
            takeEnds(event, input)
        case .thought(let text): turn(event, &metrics) { $0.thoughts.append(text) }
        case .outputTranscription(let piece): turn(event, &metrics) { $0.say(piece.text) }
        case .toolCall(let call): turn(event, &metrics) { $0.call(call, at: event.at) }
        case .toolCallCancellation(let ids):
            for id in ids.map(\.shortened) { endTool(at: event.at, cancelled: true) { $0.id == id } }
        case .serviceCall(let call): turn(event, &metrics) { $0.call(call, at: event.at) }
        case .serviceResult(let result):
            endTool(at: event.at) { span in
                result.id.map { span.id == $0.shortened } ?? (span.isService && span.name == result.name.shortened)
            }
        case .part: turn(event, &metrics) { _ in }
        case .generationComplete: current?.generationCompleteAt = event.at
        case .turnComplete(let reason):
            // A turn that ends without any content, such as one that was blocked, is still a turn.
            turn(event, &metrics) { turn in
                turn.completedAt = event.at
                turn.reason = reason?.shortened
            }
            close(playback)
        default: break
        }
    }

    /// Changes the turn in progress, opening one first where there is none.
    private mutating func turn(
        _ event: LiveEvent, _ metrics: inout MetricLog, _ change: (inout Turn) -> Void
    ) {
        if !isTurnOpen {
            measure(&metrics)
            open(event)
        }
        // Where it stands: a turn is half a kilobyte, and of a copy the texts would be copied with every piece that is added.
        currentAnsweredAt = current?.answered(after: change)
    }

    private mutating func open(_ event: LiveEvent) {
        count += 1
        var turn = Turn(index: count, connection: event.connection, openedAt: event.at)
        if let last = recent.last, last.isDeferred {
            turn.userEnds = last.userEnds
            turn.endpointedAt = last.endpointedAt
            turn.earlierTools = (last.earlierTools + last.tools).suffix(Turn.toolLimit)
        } else {
            ends.speechSince = recent.last.map { $0.answeredAt ?? $0.openedAt }
        }
        let input = words.take()
        turn.userAt = input?.at
        turn.userText = input?.text ?? BoundedText()
        ends.give(to: &turn)
        currentAnsweredAt = nil
        current = turn
    }

    private mutating func close(_ playback: PlaybackClock) {
        guard var turn = current.take() else { return }
        if turn.firstAudioAt != nil { turn.playback = playback.turn }
        lastAnsweredAt = turn.answeredAt
        recent.append(turn)
        isMeasurementDue = true
    }

    private mutating func interrupt(at instant: Timestamp, _ playback: PlaybackClock) {
        interruptions += 1
        if current?.interruptedAt == nil { current?.interruptedAt = instant }
        if current?.firstAudioAt != nil {
            current?.playback = playback.turn
        } else if !isTurnOpen {
            // The turn is over on the wire and may still be playing at the client.
            _ = recent.updateLast(where: { $0.firstAudioAt == playback.turn.firstAudioAt }) {
                $0.playback = playback.turn
            }
        }
    }
}

// MARK: The user's side

extension TurnTracker {
    /// A transcript has no order against the answer: until the model is done with its turn it is that turn's.
    private mutating func transcribe(_ text: String, at instant: Timestamp) {
        if let current, current.interruptedAt == nil, current.generationCompleteAt == nil {
            let piece = words.transcribed(text, behind: current.userText)
            self.current?.userText.append(piece)
        } else {
            words.transcribe(text, at: instant)
        }
        // Only what came before the answer can be where it is counted from.
        let isAnswered = isTurnOpen && currentAnsweredAt != nil && current?.interruptedAt == nil
        if !isAnswered { ends.set(.transcript, instant) }
    }

    private mutating func endTool(_ response: FunctionResponse, at instant: Timestamp) {
        let (id, name) = (response.id?.shortened, response.name.shortened)
        endTool(at: instant) { span in id.map { span.id == $0 } ?? (span.id == nil && span.name == name) }
    }

    /// Of the turn in progress; between turns, of the one that ended with its calls.
    private mutating func endTool(
        at instant: Timestamp, cancelled: Bool = false, where matches: (Turn.ToolSpan) -> Bool
    ) {
        if isTurnOpen {
            current?.endTool(at: instant, cancelled: cancelled, where: matches)
        } else {
            _ = recent.updateLast(where: { [count] in $0.index == count && $0.isDeferred }) {
                $0.endTool(at: instant, cancelled: cancelled, where: matches)
            }
        }
    }

    /// The first sound or text of the turn's answer takes the ends that came since the turn opened.
    private mutating func takeEnds(_ event: LiveEvent, _ input: HeardSpeech) {
        guard isTurnOpen, currentAnsweredAt == event.at else { return }
        current?.takeEnds(&ends)
        noteEndOfSpeech(input, at: event.at)
    }

    /// Gives the turn that was answered last the end of the speech before its answer, as soon as that is known.
    private mutating func noteEndOfSpeech(_ input: HeardSpeech, at now: Timestamp) {
        let answeredAt = isTurnOpen ? currentAnsweredAt : lastAnsweredAt
        guard let answeredAt, now - answeredAt <= PendingEnds.patience else { return }
        let end = input.endOfSpeech(in: ends.speechSince, answeredAt)
        if isTurnOpen {
            current?.userEnds.set(end)
        } else if isMeasurementDue {
            _ = recent.updateLast(where: { _ in true }) { $0.userEnds.set(end) }
        }
    }

    /// Records what the newest finished turn amounts to.
    private mutating func measure(_ metrics: inout MetricLog) {
        guard isMeasurementDue else { return }
        isMeasurementDue = false
        if let turn = recent.last { metrics.record(turn) }
    }
}

extension Turn {
    /// Changes it, and says when it has been answered.
    fileprivate mutating func answered(after change: (inout Turn) -> Void) -> Timestamp? {
        change(&self)
        return answeredAt
    }

    fileprivate mutating func takeEnds(_ ends: inout PendingEnds) { ends.give(to: &self) }
}
