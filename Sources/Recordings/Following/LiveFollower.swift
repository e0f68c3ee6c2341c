internal import Diagnosis
package import Filters
package import LiveProtocol
package import Reports
internal import SessionModel

/// The lines of a recording that another process may still be writing: read as far as it goes, and again later.
package struct LiveFollower {
    /// Nil follows all sessions.
    private let session: SessionID?
    private let recordings: Recordings
    private var following: Following
    private var news = FindingNews()
    private var lines = LiveLines()
    private var openedAt: Timestamp?
    private var open: Set<ConnectionID> = []
    /// The service said last that the session can be resumed.
    package private(set) var isResumable = false
    /// Which events and findings become lines.
    package var filter = Filter.everything
    /// The sessions that are marked, as of the last round; not asked for while nothing is filtered.
    private var marked: Set<SessionID> = []

    /// Follows one session from its beginning.
    package init(_ session: SessionID, in recordings: Recordings) throws {
        self.session = session
        self.recordings = recordings
        following = try recordings.follow(session)
    }

    /// Follows everything, from the beginning of the sessions that are open now.
    package init(everythingIn recordings: Recordings) throws {
        session = nil
        self.recordings = recordings
        following = try recordings.followOpen()
    }

    /// No connection of the session is open, as far as was read.
    package var isEnded: Bool { open.isEmpty && openedAt != nil }

    /// The next lines, of some hundred events at most; nil when there is nothing more for now.
    package mutating func next() throws -> [LiveLine]? {
        if filter != .everything { marked = try recordings.marked() }
        var found: [LiveLine] = []
        for count in 0..<500 {
            guard let told = try takeNext() else { return count == 0 ? nil : found }
            found += told
        }
        return found
    }

    /// Runs of audio that nothing has ended yet, and what the last events brought to light.
    package mutating func flush() -> [LiveLine] { lines.flush() + look(at: nil) }

    /// The same when nothing more is waited for.
    package mutating func finish() -> [LiveLine] { lines.flush() + look(at: nil, isLast: true) }

    /// Warnings and errors that were not there before and that fit the filter; a prediction that has come true is there
    /// again. They come of events, and of nothing happening until the present, where somebody records.
    package mutating func look(at present: Timestamp?, isLast: Bool = false) -> [LiveLine] {
        guard following.look(at: present, isLast: isLast) else { return [] }
        let diagnosed = following.diagnosed
        guard let now = diagnosed.lookedAt else { return [] }
        let ill = diagnosed.findings.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        let view = ill.compactMap { id, findings in diagnosed.fleet[id].map { ($0.summary(at: now), findings) } }
        return news.take(view).filter(isWanted).map { LiveLine($0, at: now) }
    }

    private func isWanted(_ item: FindingNews.Item) -> Bool {
        filter == .everything
            || filter.matches(
                FilteredEvent(
                    findings: item.finding.names, title: item.finding.title,
                    of: Self.origin(of: item.session, in: following.diagnosed.fleet, marked)))
    }

    /// The lines of the next event; nil where there is none yet.
    private mutating func takeNext() throws -> [LiveLine]? {
        var facts: [(fact: LiveEvent, session: SessionID, origin: FilteredEvent.Origin?, openedAt: Timestamp)] = []
        let isFiltered = filter != .everything
        let event = try following.next { [session, marked] fact, fleet in
            // Connections become part of an older session as in the recording process.
            let owner = session ?? fleet.session(of: fact.connection) ?? SessionID(fact.connection)
            let origin = isFiltered ? Self.origin(of: owner, in: fleet, marked) : nil
            facts.append((fact, owner, origin, fleet[owner]?.openedAt ?? fact.at))
        }
        guard let event else { return nil }
        note(event)
        var told: [LiveLine] = []
        for (fact, owner, origin, start) in facts {
            if case .server(.resumptionUpdate(let update)) = fact.kind { isResumable = update.isResumable }
            guard origin.map({ filter.matches(FilteredEvent(fact, of: $0)) }) ?? true else { continue }
            told += lines.take(fact, of: owner, openedAt: start)
        }
        return told + look(at: nil)
    }

    private mutating func note(_ event: WireEvent) {
        openedAt = openedAt ?? event.at
        switch event.kind {
        case .opened: open.insert(event.connection)
        case .closed: open.remove(event.connection)
        default: break
        }
    }

    /// What a filter may ask of the session of an event.
    private static func origin(
        of session: SessionID, in fleet: Fleet, _ marked: Set<SessionID>
    ) -> FilteredEvent.Origin {
        let state = fleet[session]
        return FilteredEvent.Origin(
            session: session, tag: state?.tag, model: state?.setup?.model, targets: state?.targets ?? CallTargets(),
            isMarked: marked.contains(session))
    }
}
