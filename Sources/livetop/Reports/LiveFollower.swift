import LiveProtocol
import Recordings
import SessionModel
import SessionStore

/// The lines of a recording that another process may still be writing: read as far as it goes, and again later.
struct LiveFollower {
    /// Nil follows all sessions.
    private let session: SessionID?
    private var following: Following
    private var news = FindingNews()
    private var lines = LiveLines()
    private var openedAt: Timestamp?
    private var open: Set<ConnectionID> = []
    /// The service said last that the session can be resumed.
    private(set) var isResumable = false
    /// Which events become lines. Findings do where nothing is filtered.
    var filter = Filter.everything

    /// Follows one session from its beginning.
    init(_ session: SessionID, in recordings: Recordings) throws {
        self.session = session
        following = try recordings.follow(session)
    }

    /// Follows everything, from the beginning of the sessions that are open now.
    init(everythingIn recordings: Recordings) throws {
        session = nil
        following = try recordings.followOpen()
    }

    /// No connection of the session is open, as far as was read.
    var isEnded: Bool { open.isEmpty && openedAt != nil }

    /// The next lines, of some hundred events at most; nil when there is nothing more for now.
    mutating func next() throws -> [LiveLine]? {
        var found: [LiveLine] = []
        for count in 0..<500 {
            guard let told = try takeNext() else { return count == 0 ? nil : found }
            found += told
        }
        return found
    }

    /// Runs of audio that nothing has ended yet, and what the last events brought to light.
    mutating func flush() -> [LiveLine] { lines.flush() + look(at: nil) }

    /// The same when nothing more is waited for.
    mutating func finish() -> [LiveLine] { lines.flush() + look(at: nil, isLast: true) }

    /// Warnings and errors that were not there before; a prediction that has come true is there again. They come of
    /// events, and of nothing happening until the present, where somebody records.
    mutating func look(at present: Timestamp?, isLast: Bool = false) -> [LiveLine] {
        guard filter == .everything, following.look(at: present, isLast: isLast) else { return [] }
        let diagnosed = following.diagnosed
        guard let now = diagnosed.lookedAt else { return [] }
        let ill = diagnosed.findings.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        let view = ill.compactMap { id, findings in diagnosed.fleet[id].map { ($0.summary(at: now), findings) } }
        return news.take(view).map { LiveLine($0, at: now) }
    }

    /// The lines of the next event; nil where there is none yet.
    private mutating func takeNext() throws -> [LiveLine]? {
        var facts: [(fact: LiveEvent, session: SessionID, openedAt: Timestamp)] = []
        let event = try following.next { fact, fleet in
            // Connections become part of an older session as in the recording process.
            let owner = session ?? fleet.session(of: fact.connection) ?? SessionID(fact.connection)
            facts.append((fact, owner, fleet[owner]?.openedAt ?? fact.at))
        }
        guard let event else { return nil }
        note(event)
        var told: [LiveLine] = []
        for (fact, owner, start) in facts {
            if case .server(.resumptionUpdate(let update)) = fact.kind { isResumable = update.isResumable }
            guard filter == .everything || filter.matches(FilteredEvent(fact)) else { continue }
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
}
