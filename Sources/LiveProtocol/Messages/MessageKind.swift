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
    /// None of the above: another known message such as `voiceActivity`, or one livetop has never heard of.
    case unknown
}

/// The kinds present in one message, as a bit each: nothing is allocated for the thousands of messages a second.
public struct MessageKinds: Hashable, Sendable {
    private var bits: UInt32 = 0

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

    private static func bit(_ kind: MessageKind) -> UInt32 { 1 << UInt32(kind.ordinal) }
}

extension MessageKind {
    /// Position in `allCases`.
    var ordinal: Int {
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
        case .unknown: 22
        }
    }
}
