/// When a fault begins. Turns, messages and events are counted from when it was asked for.
public enum FaultTrigger: Hashable, Sendable {
    case now
    /// So long after the upgrade, or after it was asked for in mid-call.
    case after(Duration)
    /// Behind the nth `turnComplete`.
    case turns(Int)
    /// Behind the nth message of the service.
    case messages(Int)
    /// Behind a message of that kind.
    case event(FaultSelector)
}
