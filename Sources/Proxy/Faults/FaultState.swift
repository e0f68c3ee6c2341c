public import LiveProtocol

/// How a fault of a call that runs is doing.
public struct FaultState: Hashable, Sendable {
    public var connection: ConnectionID
    /// That of the fault as it was asked for: several calls may have the same.
    public var number: Int
    public var fault: String
    public var phase: Phase
    public var hits: Int

    public enum Phase: String, Sendable {
        /// For its moment.
        case waiting
        case active, over
    }
}
