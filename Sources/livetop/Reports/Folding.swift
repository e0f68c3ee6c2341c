import LiveProtocol
import SessionModel

/// Wire events into a fleet: what live, re-opened and replayed sessions have in common. A value: a copy of it is a
/// checkpoint.
struct Folding: Sendable {
    private(set) var fleet: Fleet
    private var decoders: [ConnectionID: LiveDecoder] = [:]

    init(_ fleet: Fleet) { self.fleet = fleet }

    mutating func apply(_ event: WireEvent) {
        _ = apply(event) { _ in false }
    }

    /// True when `isTurnEnd` holds for one of the event's facts.
    mutating func apply(_ event: WireEvent, isTurnEnd: (LiveEvent) -> Bool) -> Bool {
        var isEnd = false
        for fact in decoders[event.connection, default: LiveDecoder(connection: event.connection)].decode(event) {
            fleet.apply(fact)
            isEnd = isEnd || isTurnEnd(fact)
        }
        if case .closed = event.kind { decoders[event.connection] = nil }
        return isEnd
    }
}
