import LiveProtocol
import SessionModel
import SessionStore

/// The lines of a recording that another process may still be writing: read as far as it goes, and again later.
struct LiveFollower {
    /// Nil follows all sessions.
    private let session: SessionID?
    private var events: StoredEvents
    private var decoders: [ConnectionID: LiveDecoder] = [:]
    private var findings = LiveFindings()
    private var lines = LiveLines()
    private var openedAt: Timestamp?
    private var lastAt: Timestamp?
    private var open: Set<ConnectionID> = []
    /// The service said last that the session can be resumed.
    private(set) var isResumable = false
    /// Which events become lines. Findings do where nothing is filtered.
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

    /// Runs of audio that nothing has ended yet, and what the last events brought to light.
    mutating func flush() -> [LiveLine] { lines.flush() + (lastAt.map { look(at: $0 + .seconds(1)) } ?? []) }

    /// Findings that come of nothing happening.
    mutating func look(at now: Timestamp) -> [LiveLine] { filter == .everything ? findings.look(at: now) : [] }

    private mutating func take(_ event: WireEvent) -> [LiveLine] {
        openedAt = openedAt ?? event.at
        lastAt = event.at
        note(event)
        let facts = decoders[event.connection, default: LiveDecoder(connection: event.connection)].decode(event)
        if case .closed = event.kind { decoders[event.connection] = nil }
        let told = facts.flatMap { fact -> [LiveLine] in
            findings.apply(fact)
            if case .server(.resumptionUpdate(let update)) = fact.kind { isResumable = update.isResumable }
            let (session, start) = owner(of: fact)
            guard filter == .everything || filter.matches(FilteredEvent(fact)) else { return [] }
            return lines.take(fact, of: session, openedAt: start)
        }
        return told + look(at: event.at)
    }

    private mutating func note(_ event: WireEvent) {
        switch event.kind {
        case .opened: open.insert(event.connection)
        case .closed: open.remove(event.connection)
        default: break
        }
    }

    private func owner(of fact: LiveEvent) -> (SessionID, Timestamp) {
        if let session { return (session, openedAt ?? fact.at) }
        // Connections become part of an older session as in the recording process.
        let session = findings.fleet.session(of: fact.connection) ?? SessionID(fact.connection)
        return (session, findings.fleet[session]?.openedAt ?? fact.at)
    }
}
