public import LiveProtocol

/// How a fault of a call that runs is doing.
public struct FaultState: Hashable, Sendable {
    public var connection: ConnectionID
    public var fault: String
    /// `waiting` for its moment, `active`, or `over`.
    public var phase: String
    public var hits: Int

    public init(connection: ConnectionID, fault: String, phase: String, hits: Int) {
        self.connection = connection
        self.fault = fault
        self.phase = phase
        self.hits = hits
    }
}
