public import LiveProtocol

/// Wire events into sessions: what live, re-opened, followed, replayed, exported and imported calls have in common. A
/// value, so that a copy of it is a checkpoint.
public struct Folding: Sendable {
    public private(set) var fleet: Fleet
    /// The latest instant among the events so far: a reader that is not at the present end has come to there and knows
    /// nothing of what is behind it. Nil before the first event.
    public private(set) var reached: Timestamp?
    /// Look at the sessions on the way.
    public private(set) var watches: [any SessionWatch]
    private var decoding = Decoding()

    /// - Parameters:
    ///   - fleet: what is known before the first event, with its tables of models and prices.
    ///   - watches: look at the sessions on the way.
    public init(_ fleet: Fleet, watches: [any SessionWatch] = []) { (self.fleet, self.watches) = (fleet, watches) }

    /// Takes in the next event; `note` sees each of its facts after it has been taken in.
    public mutating func apply(_ event: WireEvent, note: (LiveEvent) -> Void = { _ in }) {
        for fact in decode(event) {
            apply(fact)
            note(fact)
        }
    }

    /// What the next event says, for a reader that looks at the state after each fact: it gives them back to `apply` in
    /// their order.
    public mutating func decode(_ event: WireEvent) -> [LiveEvent] { decoding.decode(event) }

    public mutating func apply(_ fact: LiveEvent) {
        reached = max(reached ?? fact.at, fact.at)
        fleet.apply(fact, &watches)
    }

    /// Keeps no decoder for a connection of which something was told behind its end.
    public mutating func forget(_ connection: ConnectionID) { decoding.forget(connection) }

    /// Connections that turned out to continue an older session, since the last call.
    public mutating func takeJoins() -> [Fleet.Join] { fleet.takeJoins() }

    /// All has been read: connections that have not said yet which session they continue belong to the one that is read.
    /// Changes nothing where sessions are found out.
    public mutating func finish() { fleet.settleAll(&watches) }
}
