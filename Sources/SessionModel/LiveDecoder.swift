public import LiveProtocol

/// Turns the prepared wire events of one connection into live events.
public struct LiveDecoder: Sendable {
    public let connection: ConnectionID

    public init(connection: ConnectionID) { self.connection = connection }

    public mutating func decode(_ event: WireEvent) -> [LiveEvent] { [] }
}
