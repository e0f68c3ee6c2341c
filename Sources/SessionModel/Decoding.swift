public import LiveProtocol

/// Wire events of any number of connections into live events: a decoder for each connection that is open. Whatever reads
/// more than one connection (live, re-opened, followed, exported, imported) decodes here and nowhere else.
public struct Decoding: Sendable {
    private var decoders: [ConnectionID: LiveDecoder] = [:]

    public init() {}

    /// The facts of the next event, in their order.
    public mutating func decode(_ event: WireEvent) -> [LiveEvent] {
        let facts = decoders[event.connection, default: LiveDecoder(connection: event.connection)].decode(event)
        if case .closed = event.kind { decoders[event.connection] = nil }
        return facts
    }

    /// Keeps nothing for a connection of which something was told behind its end.
    public mutating func forget(_ connection: ConnectionID) { decoders[connection] = nil }
}
