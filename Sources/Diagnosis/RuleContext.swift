public import LiveProtocol
public import SessionModel

/// What a rule may look at: one session's state, the time, the thresholds, and, where there is one, a view of the
/// other sessions of the same client.
///
/// A class, for it is handed from rule to rule and a session's state is large.
public final class RuleContext: Sendable {
    public let session: SessionState
    public let now: Timestamp
    public let thresholds: Thresholds
    private let neighbours: FleetView?
    /// Ends of connections, oldest first, each with what the table of close reasons makes of it.
    public let closes: [ConnectionEnd]

    /// - Parameter judgesCloses: false leaves the verdicts of ends out, for looks on the way: whoever reads them judges
    ///   the whole session.
    public init(
        _ session: SessionState, at now: Timestamp, thresholds: Thresholds = Thresholds(), fleet: FleetView? = nil,
        judgesCloses: Bool = true
    ) {
        self.session = session
        self.now = now
        self.thresholds = thresholds
        neighbours = fleet
        closes = session.connections.compactMap { clock in
            guard var end = ConnectionEnd(of: clock) else { return nil }
            if !session.isTimed { end.age = nil }
            if judgesCloses { end.verdict = CloseReasons.verdict(of: end, clock, session, thresholds) }
            return end
        }
    }

    /// The sessions of the client as they were at `now`. Made anew each time: few rules ask, and only after all else.
    public var fleet: FleetView? { neighbours?.seen(from: session, at: now) }

    /// Whether a connection of another session of the client ended so shortly before `instant`. Most often none did, and the
    /// `fleet` need not be made to know that.
    func hasNeighbourEnd(before instant: Timestamp, within length: Duration) -> Bool {
        neighbours?.hasEnd(besides: session, before: instant, within: length) ?? false
    }

    /// The session's connections, oldest first, as far as they are kept.
    public var connections: [ConnectionClock] { session.connections }

    public func end(of connection: ConnectionID) -> ConnectionEnd? {
        closes.first { $0.connection == connection }
    }

    /// Ends that the table attributes to `rule`.
    public func closes(by rule: RuleID) -> [ConnectionEnd] { closes.filter { $0.verdict?.rule == rule } }

    public func clock(_ connection: ConnectionID) -> ConnectionClock? {
        session.connections.first { $0.id == connection }
    }

    /// The first connection of the session that opened after `instant`, where all of them are kept.
    public func connection(openedAfter instant: Timestamp) -> ConnectionClock? {
        session.connections.first { $0.openedAt > instant }
    }

    /// The connection before this one.
    public func predecessor(of connection: ConnectionID) -> ConnectionClock? {
        guard let index = session.connections.firstIndex(where: { $0.id == connection }), index > 0 else { return nil }
        return session.connections[index - 1]
    }
}
