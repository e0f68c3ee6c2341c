public import LiveProtocol

/// One thing that is to be done to a call: what, when, how often.
public struct Fault: Hashable, Sendable, CustomStringConvertible {
    public var kind: FaultKind
    public var trigger: FaultTrigger
    /// The way that it concerns, where there is a choice.
    public var direction: Direction?
    /// How long a lasting one works; nil until the call ends.
    public var duration: Duration?
    /// Every so many of what it waits for; nil for once.
    public var every: Int?
    /// What chance begins with.
    public var seed: UInt64
    /// As it was asked for.
    public var description: String
    /// By which it is ended; 0 until somebody has asked for it.
    public var number = 0

    /// An HTTP answer in place of the upgrade.
    public var refusal: Int? {
        if case .refuse(let status) = kind { status } else { nil }
    }

    /// It needs to know what messages say.
    var needsLive: Bool {
        if !kind.name.isForAnyWebSocket { return true }
        switch trigger {
        case .turns, .event: return true
        case .now, .after, .messages: return false
        }
    }
}
