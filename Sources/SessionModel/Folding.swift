public import LiveProtocol

/// Wire events into sessions: a decoder for each connection, and one fleet. A value, so that a copy of it is a
/// checkpoint.
public struct Folding: Sendable {
    public private(set) var fleet: Fleet
    private var decoders: [ConnectionID: LiveDecoder] = [:]

    /// - Parameter fleet: what is known before the first event, with its tables of models and prices.
    public init(_ fleet: Fleet = Fleet()) { self.fleet = fleet }

    /// Takes in the next event; `note` sees each of its facts after it has been taken in.
    public mutating func apply(_ event: WireEvent, note: (LiveEvent) -> Void = { _ in }) {
        for fact in decoders[event.connection, default: LiveDecoder(connection: event.connection)].decode(event) {
            fleet.apply(fact)
            note(fact)
        }
        if case .closed = event.kind { decoders[event.connection] = nil }
    }
}
