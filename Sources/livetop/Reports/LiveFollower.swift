import LiveProtocol
import SessionModel
import SessionStore

/// The lines of a recording that another process may still be writing: read as far as it goes, and again later.
struct LiveFollower {
    /// Nil follows all sessions.
    private let session: SessionID?
    private var events: StoredEvents
    private var decoders: [ConnectionID: LiveDecoder] = [:]
    private var fleet = Fleet.informed()
    private var lines = LiveLines()
    private var openedAt: Timestamp?
    private var open: Set<ConnectionID> = []
    /// The service said last that the session can be resumed.
    private(set) var isResumable = false
    /// Which events become lines.
    var filter = Filter.everything

    /// Follows one session from its beginning.
    init(_ session: SessionID, in database: SessionDatabase) {
        self.session = session
        events = Recording(database).events(of: session)
    }

    /// Follows everything, from the beginning of the sessions that are open now.
    init(everythingIn database: SessionDatabase) throws {
        session = nil
        events = try Recording(database).eventsOfOpenSessions()
    }

    /// No connection of the session is open, as far as was read.
    var isEnded: Bool { open.isEmpty && openedAt != nil }

    /// The next lines, of some hundred events at most; nil when there is nothing more for now.
    mutating func next() throws -> [LiveLine]? {
        var found: [LiveLine] = []
        for count in 0..<500 {
            guard let event = try events.next() else { return count == 0 ? nil : found }
            found += take(event)
        }
        return found
    }

    /// Runs of audio that nothing has ended yet.
    mutating func flush() -> [LiveLine] { lines.flush() }

    private mutating func take(_ event: WireEvent) -> [LiveLine] {
        openedAt = openedAt ?? event.at
        note(event)
        let facts = decoders[event.connection, default: LiveDecoder(connection: event.connection)].decode(event)
        if case .closed = event.kind { decoders[event.connection] = nil }
        return facts.flatMap { fact -> [LiveLine] in
            if case .server(.resumptionUpdate(let update)) = fact.kind { isResumable = update.isResumable }
            let (session, start) = owner(of: fact)
            guard filter == .everything || filter.matches(FilteredEvent(fact)) else { return [] }
            return lines.take(fact, of: session, openedAt: start)
        }
    }

    private mutating func note(_ event: WireEvent) {
        switch event.kind {
        case .opened: open.insert(event.connection)
        case .closed: open.remove(event.connection)
        default: break
        }
    }

    private mutating func owner(of fact: LiveEvent) -> (SessionID, Timestamp) {
        if let session { return (session, openedAt ?? fact.at) }
        // Connections become part of an older session as in the recording process.
        fleet.apply(fact)
        let session = fleet.session(of: fact.connection) ?? SessionID(fact.connection)
        return (session, fleet[session]?.openedAt ?? fact.at)
    }
}
