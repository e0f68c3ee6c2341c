/// What a Live message holds, in the order of precedence of `livetop.frame/1`: the first one present names the
/// message. The raw values are the contract with readers of our exports.
public enum MessageKind: String, CaseIterable, Hashable, Sendable {
    case setup
    case setupComplete
    case toolCall
    case toolCallCancellation
    case toolResponse
    case goAway
    case sessionResumptionUpdate
    case realtimeAudio = "realtimeInput.audio"
    case realtimeVideo = "realtimeInput.video"
    case realtimeText = "realtimeInput.text"
    case activityStart = "realtimeInput.activityStart"
    case activityEnd = "realtimeInput.activityEnd"
    case audioStreamEnd = "realtimeInput.audioStreamEnd"
    case clientContent
    case interrupted = "serverContent.interrupted"
    case audio = "serverContent.audio"
    case text = "serverContent.text"
    case inputTranscription = "serverContent.inputTranscription"
    case outputTranscription = "serverContent.outputTranscription"
    case generationComplete = "serverContent.generationComplete"
    case turnComplete = "serverContent.turnComplete"
    case usageMetadata
    // The events of Live Interactions, behind what is in them.
    case interactionCreate = "interaction.create"
    case interactionConnect = "interaction.connect"
    case interactionComplete = "interaction.complete"
    case interactionCancel = "interaction.cancel"
    case interactionDisconnect = "interaction.disconnect"
    case interactionInput = "input"
    case userAction = "user_action"
    case worldSetup = "world_setup"
    case interactionCreated = "interaction.created"
    case interactionConnected = "interaction.connected"
    case interactionCompleted = "interaction.completed"
    case interactionCancelled = "interaction.cancelled"
    case reconnectionRequired = "reconnection_required"
    case stepStart = "step.start"
    case stepDelta = "step.delta"
    case stepStop = "step.stop"
    /// None of the above: another known message such as `voiceActivity`, or one livetop has never heard of.
    case unknown
}

/// The kinds present in one message, as a bit each: nothing is allocated for the thousands of messages a second.
public struct MessageKinds: Codable, Hashable, Sendable {
    private var bits: UInt64 = 0

    public init() {}

    public mutating func insert(_ kind: MessageKind) { bits |= Self.bit(kind) }

    public func contains(_ kind: MessageKind) -> Bool { bits & Self.bit(kind) != 0 }

    public var isEmpty: Bool { bits == 0 }

    /// The first present in the order of the contract; `unknown` when none is.
    public var first: MessageKind {
        guard bits != 0 else { return .unknown }
        return MessageKind.allCases[bits.trailingZeroBitCount]
    }

    /// All that are present in the order of the contract; `[unknown]` when none is.
    public var all: [MessageKind] { isEmpty ? [.unknown] : MessageKind.allCases.filter(contains) }

    private static func bit(_ kind: MessageKind) -> UInt64 { 1 << UInt64(kind.ordinal) }
}

extension MessageKind {
    /// Those that are events of Live Interactions.
    static let interactionEvents = allCases[ordinals(from: .interactionCreate, to: .stepStop)]

    /// Says how a message is made, not what is in it.
    public var isInteractionEvent: Bool { Self.interactionEvents.contains(self) }

    private static func ordinals(from first: MessageKind, to last: MessageKind) -> ClosedRange<Int> {
        first.ordinal...last.ordinal
    }

    /// Position in `allCases`.
    public var ordinal: Int {
        switch self {
        case .setup: 0
        case .setupComplete: 1
        case .toolCall: 2
        case .toolCallCancellation: 3
        case .toolResponse: 4
        case .goAway: 5
        case .sessionResumptionUpdate: 6
        case .realtimeAudio: 7
        case .realtimeVideo: 8
        case .realtimeText: 9
        case .activityStart: 10
        case .activityEnd: 11
        case .audioStreamEnd: 12
        case .clientContent: 13
        case .interrupted: 14
        case .audio: 15
        case .text: 16
        case .inputTranscription: 17
        case .outputTranscription: 18
        case .generationComplete: 19
        case .turnComplete: 20
        case .usageMetadata: 21
        case .interactionCreate: 22
        case .interactionConnect: 23
        case .interactionComplete: 24
        case .interactionCancel: 25
        case .interactionDisconnect: 26
        case .interactionInput: 27
        case .userAction: 28
        case .worldSetup: 29
        case .interactionCreated: 30
        case .interactionConnected: 31
        case .interactionCompleted: 32
        case .interactionCancelled: 33
        case .reconnectionRequired: 34
        case .stepStart: 35
        case .stepDelta: 36
        case .stepStop: 37
        case .unknown: 38
        }
    }
}
