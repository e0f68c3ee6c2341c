public import LiveProtocol

/// All sessions of this process or of a recording, joined from connections by resumption handle.
///
/// A connection begins as a session of its own. When its setup names a handle that an older session was issued, or
/// has used, it moves there: what is known of it so far is folded into that session. Without such a handle it moves to
/// the one session of the same tag, client and model whose connection was cut off in the last half minute (`CutCalls`).
/// Sessions that closed long ago are dropped, so that memory is bounded; they stay in the recording.
///
/// Where a recording says that connections belong to one session, nothing is found out: all of them are folded into that
/// one, each from its setup on as it was live.
public struct Fleet: Sendable {
    /// Oldest first.
    public private(set) var sessions: [SessionState] = []

    private let models: ModelTable
    private let prices: PriceTable
    private let closedLimit: Int
    /// The session that every connection belongs to; nil where that is to be found out.
    private let assigned: SessionID?
    /// Index in `sessions` of the session that a connection belongs to.
    private var slots: [ConnectionID: Int] = [:]
    /// What connections did before their setup, in case they have to move.
    private var preludes: [ConnectionID: [LiveEvent]] = [:]
    /// Where the connection of the latest event is: most events are of the connection of the one before, and looking it up
    /// costs more than much of what is done with them.
    private var latest: Place?
    private var handles = HandleBook()
    private var cuts = CutCalls()
    private var joins: [Join] = []
    private var closingsSinceEviction = 0

    private struct Place: Sendable {
        let connection: ConnectionID
        let slot: Int
        /// It has no prelude.
        let isSettled: Bool
    }

    /// A connection without a setup is nobody's resumption after this many events.
    private static let preludeLimit = 64

    /// - Parameters:
    ///   - assigned: the session that the recording says every connection belongs to; nil to find that out.
    ///   - closedLimit: closed sessions that are kept at least; a sixteenth more, of them or of all
    ///     sessions, may be there for a while.
    public init(
        models: ModelTable = .builtIn, prices: PriceTable = .builtIn, assigned: SessionID? = nil,
        closedLimit: Int = 200
    ) {
        self.models = models
        self.prices = prices
        self.assigned = assigned
        self.closedLimit = max(closedLimit, 0)
    }

    public mutating func apply(_ event: LiveEvent) {
        var nobody: [any SessionWatch] = []
        apply(event, &nobody)
    }

    mutating func apply(_ event: LiveEvent, _ watches: inout [any SessionWatch]) {
        if let latest, latest.connection == event.connection, latest.isSettled, !event.concernsPlace {
            return pass(event, to: latest.slot, &watches)
        }
        var slot = slots[event.connection] ?? open(event)
        defer { remember(event.connection) }
        switch event.kind {
        case .client(.setup(let setup)):
            let handle = setup.resumption?.handle
            slot = settle(event.connection, handle, at: slot, &watches) { fleet in
                fleet.cuts.take(for: fleet.sessions[slot], model: setup.model, at: event.at)
            }
        case .client(.interactionConnect(let connect)):
            let handle = Self.handle(ofInteraction: connect.id)
            slot = settle(event.connection, handle, at: slot, &watches) { _ in nil }
        case .server(.setupComplete(let complete)):
            if let handle = Self.handle(ofInteraction: complete.interactionID) {
                handles.insert(handle, of: sessions[slot].id)
            }
            slot = extendPrelude(event, at: slot, &watches)
        case .server(.resumptionUpdate(let update)):
            if let handle = update.handle { handles.insert(handle, of: sessions[slot].id) }
        case .wire(.closed): slot = give(up: event.connection, at: slot, &watches)
        default: slot = extendPrelude(event, at: slot, &watches)
        }
        pass(event, to: slot, &watches)
        if case .wire(.closed) = event.kind {
            cuts.note(sessions[slot], closed: event.connection, at: event.at)
            evictIfNeeded(&watches)
        }
    }

    private mutating func remember(_ connection: ConnectionID) {
        latest = slots[connection].map {
            Place(connection: connection, slot: $0, isSettled: preludes[connection] == nil)
        }
    }

    /// An interaction's name is no handle of the other protocol.
    private static func handle(ofInteraction id: String?) -> String? {
        id.flatMap { $0.isEmpty ? nil : "interaction \($0)" }
    }

    private mutating func pass(_ event: LiveEvent, to slot: Int, _ watches: inout [any SessionWatch]) {
        if !watches.isEmpty, mayBeLooked(at: slot, before: event.at) { look(at: slot, before: event.at, &watches) }
        sessions[slot].apply(event)
    }

    /// Asked with every event: where the state stands, because one in hand is a copy of six kilobytes.
    private func mayBeLooked(at slot: Int, before instant: Timestamp) -> Bool {
        sessions.withUnsafeBufferPointer { states in
            guard let first = states.baseAddress, states.indices.contains(slot) else { return false }
            return (first + slot).pointee.mayBeLooked(before: instant)
        }
    }

    private func look(at slot: Int, before instant: Timestamp, _ watches: inout [any SessionWatch]) {
        // Through a span: an element in hand is a copy with all its references.
        let states = sessions.span
        for look in states[slot].looks(before: instant) {
            for index in watches.indices { watches[index].look(at: states[slot], look) }
        }
    }

    private mutating func open(_ event: LiveEvent) -> Int {
        let slot = sessions.count
        let id = sessions.isEmpty ? assigned ?? SessionID(event.connection) : SessionID(event.connection)
        sessions.append(SessionState(id: id, openedAt: event.at, models: models, prices: prices))
        slots[id.firstConnection] = slot
        slots[event.connection] = slot
        preludes[event.connection] = []
        return slot
    }

    /// The slot of the event's connection after that.
    private mutating func extendPrelude(
        _ event: LiveEvent, at slot: Int, _ watches: inout [any SessionWatch]
    ) -> Int {
        guard let count = preludes[event.connection]?.count else { return slot }
        guard count < Self.preludeLimit else { return give(up: event.connection, at: slot, &watches) }
        preludes[event.connection]?.append(event)
        return slot
    }

    /// No setup will tell whose the connection is: it stays what it is, or goes where it is assigned to. Its slot.
    private mutating func give(
        up connection: ConnectionID, at slot: Int, _ watches: inout [any SessionWatch]
    ) -> Int {
        guard let prelude = preludes.removeValue(forKey: connection), let assigned else { return slot }
        return move(connection, prelude, from: slot, to: assigned, &watches) ?? slot
    }

    /// Gives up all connections that have not said whose they are.
    mutating func settleAll(_ watches: inout [any SessionWatch]) {
        guard assigned != nil else { return }
        latest = nil
        for connection in preludes.keys.sorted() {
            if let slot = slots[connection] { _ = give(up: connection, at: slot, &watches) }
        }
    }

    /// Decides for good which session the connection belongs to; its slot.
    private mutating func settle(
        _ connection: ConnectionID, _ handle: String?, at slot: Int, _ watches: inout [any SessionWatch],
        otherwise cut: (inout Fleet) -> SessionID?
    ) -> Int {
        // A second setup on a connection is a mistake of the client, not a resumption.
        guard let prelude = preludes.removeValue(forKey: connection) else { return slot }
        let known = assigned ?? handle.flatMap { handles[$0] } ?? cut(&self)
        guard let older = known, let settled = move(connection, prelude, from: slot, to: older, &watches) else {
            if let handle { handles.insert(handle, of: sessions[slot].id) }
            return slot
        }
        if let handle { handles.insert(handle, of: older) }
        return settled
    }

    /// Folds what is known of a connection into an older session; its new slot, nil where that session is not here.
    private mutating func move(
        _ connection: ConnectionID, _ prelude: [LiveEvent], from slot: Int, to older: SessionID,
        _ watches: inout [any SessionWatch]
    ) -> Int? {
        guard older != sessions[slot].id, let target = slots[older.firstConnection] else { return nil }
        for index in watches.indices { watches[index].forget(sessions[slot].id) }
        sessions.remove(at: slot)
        slots = slots.mapValues { $0 > slot ? $0 - 1 : $0 }
        let settled = target > slot ? target - 1 : target
        slots[connection] = settled
        joins.append(Join(connection: connection, session: older))
        for event in prelude { pass(event, to: settled, &watches) }
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

    private mutating func evictIfNeeded(_ watches: inout [any SessionWatch]) {
        closingsSinceEviction += 1
        // Looking at all sessions at every close would make a mass disconnect quadratic.
        guard closingsSinceEviction > max(closedLimit, sessions.count) / 16 else { return }
        closingsSinceEviction = 0
        let excess = sessions.count { !$0.isOpen } - closedLimit
        if excess > 0 { evict(excess, &watches) }
    }

    /// Drops the `count` sessions that closed first.
    private mutating func evict(_ count: Int, _ watches: inout [any SessionWatch]) {
        let closed = sessions.indices.filter { !sessions[$0].isOpen }
        let oldest = closed.sorted { sessions[$0].lastClosedAt < sessions[$1].lastClosedAt }.prefix(count)
        let doomed = Set(oldest)
        for slot in oldest {
            for index in watches.indices { watches[index].forget(sessions[slot].id) }
        }
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

extension LiveEvent {
    /// It can change to which session its connection belongs, or where that session stands.
    fileprivate var concernsPlace: Bool {
        switch kind {
        case .client(.setup), .client(.interactionConnect), .server(.setupComplete), .server(.resumptionUpdate),
            .wire(.closed):
            true
        default: false
        }
    }
}
