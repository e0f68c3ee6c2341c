import LiveProtocol

/// Whose turn it is: what `SessionActivity` cannot take from the other trackers.
struct ActivityTracker: Codable, Hashable, Sendable {
    /// The user's turn ended and the model has not begun to answer.
    private(set) var isAwaitingModel = false
    /// The model's turn has begun and not ended.
    private(set) var isModelTurnOpen = false
    /// The turn in progress was interrupted: its `turnComplete` says nothing about what the user sent meanwhile.
    private var isInterrupted = false

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .client(let fact): apply(fact)
        case .server(let fact): apply(fact)
        case .wire(.opened), .wire(.closed): self = ActivityTracker()
        default: break
        }
    }

    private mutating func apply(_ fact: ClientFact) {
        switch fact {
        case .content(let content): isAwaitingModel = content.isTurnComplete
        case .text, .activityEnd, .audioStreamEnd, .toolResponse: isAwaitingModel = true
        case .activityStart: isAwaitingModel = false
        case .setup, .audio, .video, .contextUpdate, .musicPrompts, .musicConfig, .playbackControl, .interactionConnect,
            .interactionEnd:
            break
        }
    }

    private mutating func apply(_ fact: ServerFact) {
        switch fact {
        case .voiceActivity(let activity): isAwaitingModel = !activity.isStart
        case .audio, .text, .thought, .part, .outputTranscription, .toolCall, .serviceCall:
            isAwaitingModel = false
            isModelTurnOpen = true
        case .generationComplete: isModelTurnOpen = false
        case .interrupted:
            isInterrupted = true
            isModelTurnOpen = false
        case .turnComplete, .waitingForInput:
            isAwaitingModel = isAwaitingModel && isInterrupted
            isInterrupted = false
            isModelTurnOpen = false
        default: break
        }
    }
}
