public import LiveProtocol

/// Turns of the session: opened by the first model fact after a boundary, closed by `turnComplete`.
public struct TurnTracker: Hashable, Sendable {
    /// The turn in progress.
    public private(set) var current: Turn?
    /// Finished turns, the latest 100.
    public private(set) var recent = Ring<Turn>(capacity: 100)
    /// Turns opened so far.
    public private(set) var count = 0
    /// `interrupted` received so far.
    public private(set) var interruptions = 0
    /// What the user has put in since the last turn began to be answered: it belongs to the next one.
    public private(set) var pendingInput: Input?

    /// User input that no turn has taken yet.
    public struct Input: Hashable, Sendable {
        public var at: Timestamp
        public var text = BoundedText()
    }

    public init() {}

    mutating func apply(
        _ event: LiveEvent, input: InputAudio, output: OutputAudio, _ metrics: inout MetricLog
    ) {
        switch event.kind {
        case .client(let fact): apply(fact, at: event.at)
        case .server(let fact): apply(fact, event)
        case .wire(.closed):
            guard current?.connection == event.connection else { break }
            current?.isCutOff = true
            close()
        default: break
        }
    }

    private mutating func apply(_ fact: ClientFact, at instant: Timestamp) {
        switch fact {
        case .text(let text): note(text, at: instant)
        case .content(let content):
            // History that seeds the context has turns of the model in it: only what the user says is input.
            for turn in content.turns where turn.role != "model" { note(turn.text, at: instant) }
        case .activityStart: note("", at: instant)
        default: break
        }
    }

    private mutating func apply(_ fact: ServerFact, _ event: LiveEvent) {
        switch fact {
        case .inputTranscription(let piece): transcribe(piece.text, at: event.at)
        case .interrupted:
            interruptions += 1
            if current?.interruptedAt == nil { current?.interruptedAt = event.at }
        case .audio(let chunk): turn(event) { $0.add(chunk, at: event.at) }
        case .text(let text): turn(event) { $0.modelText.append(text) }
        case .thought(let text): turn(event) { $0.thoughts.append(text) }
        case .outputTranscription(let piece): turn(event) { $0.modelText.append(piece.text) }
        case .toolCall: turn(event) { $0.toolCalls += 1 }
        case .part: turn(event) { _ in }
        case .generationComplete: current?.generationCompleteAt = event.at
        case .turnComplete(let reason): complete(reason, event)
        default: break
        }
    }

    /// Changes the turn in progress, opening one first where there is none.
    private mutating func turn(_ event: LiveEvent, _ change: (inout Turn) -> Void) {
        if current == nil {
            count += 1
            var turn = Turn(index: count, connection: event.connection, openedAt: event.at)
            turn.userAt = pendingInput?.at
            turn.userText = pendingInput?.text ?? BoundedText()
            pendingInput = nil
            current = turn
        }
        if var turn = current { change(&turn); current = turn }
    }

    /// A transcript has no order against the answer: until the model is done with its turn it is that turn's.
    private mutating func transcribe(_ text: String, at instant: Timestamp) {
        if let current, current.interruptedAt == nil, current.generationCompleteAt == nil {
            self.current?.userText.append(text)
        } else {
            note(text, at: instant)
        }
    }

    private mutating func note(_ text: String, at instant: Timestamp) {
        var input = pendingInput ?? Input(at: instant)
        input.text.append(text)
        pendingInput = input
    }

    private mutating func complete(_ reason: String?, _ event: LiveEvent) {
        // A turn that ends without any content, such as one that was blocked, is still a turn.
        turn(event) { turn in
            turn.completedAt = event.at
            turn.reason = reason?.shortened
        }
        close()
    }

    private mutating func close() {
        if let current { recent.append(current) }
        current = nil
    }
}
