import Diagnosis
import Filters
import LiveProtocol
import SessionModel
import SessionStore

/// The lines of a recording that another process may still be writing: read as far as it goes, and again later.
struct LiveFollower {
    /// Nil follows all sessions.
    private let session: SessionID?
    private let database: SessionDatabase
    private var events: StoredEvents
    private var decoders: [ConnectionID: LiveDecoder] = [:]
    private var findings = LiveFindings()
    private var lines = LiveLines()
    private var openedAt: Timestamp?
    private var lastAt: Timestamp?
    private var open: Set<ConnectionID> = []
    /// The service said last that the session can be resumed.
    private(set) var isResumable = false
    /// Which events and findings become lines.
    var filter = Filter.everything
    /// The sessions that are marked, as of the last round; not asked for while nothing is filtered.
    private var marked: Set<SessionID> = []

    /// Follows one session from its beginning.
    init(_ session: SessionID, in database: SessionDatabase) {
        self.session = session
        self.database = database
        events = Recording(database).events(of: session)
    }

    /// Follows everything, from the beginning of the sessions that are open now.
    init(everythingIn database: SessionDatabase) throws {
        session = nil
        self.database = database
        events = try Recording(database).eventsOfOpenSessions()
    }

    /// No connection of the session is open, as far as was read.
    var isEnded: Bool { open.isEmpty && openedAt != nil }

    /// The next lines, of some hundred events at most; nil when there is nothing more for now.
    mutating func next() throws -> [LiveLine]? {
        if filter != .everything { marked = try FittingSessions.marked(in: database) }
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
    mutating func look(at now: Timestamp) -> [LiveLine] {
        findings.look(at: now) { [filter, marked] item, state in
            let finding = item.finding
            return filter == .everything
                || filter.matches(
                    FilteredEvent(
                        findings: finding.names, title: finding.title, of: .init(state, as: item.session, marked)))
        }
    }

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
            guard filter == .everything || filter.matches(FilteredEvent(fact, of: origin(of: fact, session))) else {
                return []
            }
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

    private func origin(of fact: LiveEvent, _ session: SessionID) -> FilteredEvent.Origin {
        let state = findings.fleet.session(of: fact.connection).flatMap { findings.fleet[$0] }
        return .init(state, as: session, marked)
    }

    private func owner(of fact: LiveEvent) -> (SessionID, Timestamp) {
        if let session { return (session, openedAt ?? fact.at) }
        // Connections become part of an older session as in the recording process.
        let session = findings.fleet.session(of: fact.connection) ?? SessionID(fact.connection)
        return (session, findings.fleet[session]?.openedAt ?? fact.at)
    }
}

extension FilteredEvent.Origin {
    /// - Parameter state: nil where the session is not followed any more.
    fileprivate init(_ state: SessionState?, as session: SessionID, _ marked: Set<SessionID>) {
        self.init(
            session: session, tag: state?.tag, model: state?.setup?.model, targets: state?.targets ?? CallTargets(),
            isMarked: marked.contains(session))
    }
}
