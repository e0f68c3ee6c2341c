public import LiveProtocol

/// All sessions of this process or of a recording, joined from connections by resumption handle.
///
/// A connection begins as a session of its own. When its setup names a handle that an older session was issued, or
/// has used, it moves there: what is known of it so far is folded into that session. Without such a handle it moves to
/// the one session of the same tag, client and model whose connection was cut off in the last half minute (`CutCalls`).
/// Sessions that closed long ago are dropped, so that memory is bounded; they stay in the recording.
public struct Fleet: Sendable {
    /// Oldest first.
    public private(set) var sessions: [SessionState] = []

    private let models: ModelTable
    private let prices: PriceTable
    private let closedLimit: Int
    /// Index in `sessions` of the session that a connection belongs to.
    private var slots: [ConnectionID: Int] = [:]
    /// What connections did before their setup, in case they have to move.
    private var preludes: [ConnectionID: [LiveEvent]] = [:]
    private var handles = HandleBook()
    private var cuts = CutCalls()
    private var joins: [Join] = []
    private var closingsSinceEviction = 0

    /// A connection without a setup is nobody's resumption after this many events.
    private static let preludeLimit = 64

    /// - Parameter closedLimit: closed sessions that are kept at least; a quarter more may be there for a while.
    public init(models: ModelTable = .builtIn, prices: PriceTable = .builtIn, closedLimit: Int = 400) {
        self.models = models
        self.prices = prices
        self.closedLimit = max(closedLimit, 0)
    }

    public mutating func apply(_ event: LiveEvent) {
        var slot = slots[event.connection] ?? open(event)
        switch event.kind {
        case .client(.setup(let setup)):
            slot = settle(event.connection, setup, at: slot, event.at)
        case .server(.resumptionUpdate(let update)):
            if let handle = update.handle { handles.insert(handle, of: sessions[slot].id) }
        case .wire(.closed): preludes[event.connection] = nil
        default: extendPrelude(event)
        }
        sessions[slot].apply(event)
        if case .wire(.closed) = event.kind {
            cuts.note(sessions[slot], closed: event.connection, at: event.at)
            evictIfNeeded()
        }
    }

    private mutating func open(_ event: LiveEvent) -> Int {
        let slot = sessions.count
        let id = SessionID(event.connection)
        sessions.append(SessionState(id: id, openedAt: event.at, models: models, prices: prices))
        slots[event.connection] = slot
        preludes[event.connection] = []
        return slot
    }

    private mutating func extendPrelude(_ event: LiveEvent) {
        guard let count = preludes[event.connection]?.count else { return }
        if count < Self.preludeLimit {
            preludes[event.connection]?.append(event)
        } else {
            preludes[event.connection] = nil
        }
    }

    /// Decides for good which session the connection belongs to; its slot.
    private mutating func settle(_ connection: ConnectionID, _ setup: Setup, at slot: Int, _ now: Timestamp) -> Int {
        // A second setup on a connection is a mistake of the client, not a resumption.
        guard let prelude = preludes.removeValue(forKey: connection) else { return slot }
        let handle = setup.resumption?.handle
        let known = handle.flatMap { handles[$0] } ?? cuts.take(for: sessions[slot], model: setup.model, at: now)
        guard let older = known, older != sessions[slot].id, let target = slots[older.firstConnection] else {
            if let handle { handles.insert(handle, of: sessions[slot].id) }
            return slot
        }
        if let handle { handles.insert(handle, of: older) }
        sessions.remove(at: slot)
        slots = slots.mapValues { $0 > slot ? $0 - 1 : $0 }
        let settled = target > slot ? target - 1 : target
        slots[connection] = settled
        joins.append(Join(connection: connection, session: older))
        for event in prelude { sessions[settled].apply(event) }
        return settled
    }

    // MARK: Looking

    public subscript(id: SessionID) -> SessionState? {
        guard let slot = slots[id.firstConnection], sessions[slot].id == id else { return nil }
        return sessions[slot]
    }

    public func session(of connection: ConnectionID) -> SessionID? { slots[connection].map { sessions[$0].id } }

    /// One line per session, oldest first.
    public func summaries(at now: Timestamp) -> [SessionSummary] { summaries { _ in now } }

    /// The same where sessions have clocks of their own: `now` is asked with each session's newest connection.
    public func summaries(at now: (ConnectionID) -> Timestamp) -> [SessionSummary] {
        // Through a span: an element in hand is a copy, and a session's state is large.
        let states = sessions.span
        var summaries: [SessionSummary] = []
        summaries.reserveCapacity(states.count)
        for index in states.indices { summaries.append(states[index].summary(at: now(states[index].newestConnection))) }
        return summaries
    }

    /// Connections that turned out to continue an older session, since the last call.
    public mutating func takeJoins() -> [Join] {
        defer { joins = [] }
        return joins
    }

    /// `connection` belongs to `session`, not to the session that bears its own name.
    public struct Join: Hashable, Sendable {
        public var connection: ConnectionID
        public var session: SessionID

        public init(connection: ConnectionID, session: SessionID) {
            self.connection = connection
            self.session = session
        }
    }

    // MARK: Forgetting

    private mutating func evictIfNeeded() {
        closingsSinceEviction += 1
        // Looking at all sessions at every close would make a mass disconnect quadratic.
        guard closingsSinceEviction > closedLimit / 4 else { return }
        closingsSinceEviction = 0
        let excess = sessions.count { !$0.isOpen } - closedLimit
        if excess > 0 { evict(excess) }
    }

    /// Drops the `count` sessions that closed first.
    private mutating func evict(_ count: Int) {
        let closed = sessions.indices.filter { !sessions[$0].isOpen }
        let oldest = closed.sorted { sessions[$0].lastClosedAt < sessions[$1].lastClosedAt }.prefix(count)
        let doomed = Set(oldest)
        handles.removeAll(of: Set(oldest.map { sessions[$0].id }))
        var kept: [SessionState] = []
        var moved: [Int: Int] = [:]
        for (slot, session) in sessions.enumerated() where !doomed.contains(slot) {
            moved[slot] = kept.count
            kept.append(session)
        }
        sessions = kept
        slots = slots.compactMapValues { moved[$0] }
    }
}

extension SessionState {
    /// The connection that opened last.
    public var newestConnection: ConnectionID { connections.last?.id ?? id.firstConnection }

    fileprivate var lastClosedAt: Timestamp { connections.compactMap(\.closedAt).max() ?? openedAt }
}
