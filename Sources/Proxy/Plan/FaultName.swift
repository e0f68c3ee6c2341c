import LiveProtocol

/// How faults are spelled, and what is to be said of each without its arguments.
public enum FaultName: String, CaseIterable, Hashable, Sendable {
    case goaway, close, reset, fin
    case halfClose = "half-close"
    case truncate, refuse, delay, jitter, throttle, stall, drop, hold, duplicate, reorder
    case resumeRefused = "resume-refused"
    case handleWithheld = "handle-withheld"
    case usageJump = "usage-jump"
    case interrupted
    case toolCall = "tool-call"
    case toolCancel = "tool-cancel"
    case noise, gain, loss, silence
    case unknownField = "unknown-field"
    case pingTimeout = "ping-timeout"

    /// Its arguments in their order, as they stand behind colons or are named.
    public var parameters: [String] {
        switch self {
        case .goaway: ["left", "then"]
        case .close: ["code", "reason"]
        case .refuse: ["status"]
        case .delay, .jitter: ["time"]
        case .throttle: ["rate"]
        case .drop, .duplicate, .reorder: ["what"]
        case .hold: ["what", "time"]
        case .usageJump: ["tokens"]
        case .toolCall: ["name"]
        case .noise: ["level"]
        case .gain: ["db"]
        case .loss: ["percent"]
        default: []
        }
    }

    /// Ways that it may concern; the first is meant where none is named. Empty where there is no choice.
    var directions: [Direction] {
        switch self {
        case .delay, .jitter, .throttle, .stall, .drop, .duplicate, .reset, .fin, .halfClose:
            [.serverToClient, .clientToServer]
        default: []
        }
    }

    /// It works on from when it began, until the call ends or its time is over.
    var isLasting: Bool {
        switch self {
        case .delay, .jitter, .throttle, .stall, .handleWithheld, .noise, .gain, .loss, .silence, .pingTimeout: true
        default: false
        }
    }

    /// It waits for a message that it concerns.
    var waitsForMessage: Bool {
        switch self {
        case .drop, .hold, .duplicate, .reorder, .resumeRefused, .usageJump, .toolCancel, .unknownField, .truncate: true
        default: false
        }
    }

    /// It can be done to any WebSocket; the others read and write messages of the Live API.
    var isForAnyWebSocket: Bool {
        switch self {
        case .close, .reset, .fin, .halfClose, .truncate, .refuse, .delay, .jitter, .throttle, .stall, .pingTimeout:
            true
        default: false
        }
    }
}
