public import Diagnosis
public import LiveProtocol
public import SessionModel
public import SessionStore

/// Lets the rules look at recorded sessions, one after the other. What they may know of the other connections of the same
/// client comes from the list of connections, so that it does not depend on which sessions were asked for.
public struct SessionDiagnoser {
    private let recordings: Recordings
    /// The beginnings and ends that were read for one session serve the next, too.
    private var edges: [ConnectionID: SessionState] = [:]

    /// Connections whose beginnings and ends are kept at most.
    private static let edgeLimit = 4_096
    /// How long before a session began others count as its predecessors: of these it matters whether they left a handle.
    private static let predecessorAge = Duration.seconds(60)

    public init(_ recordings: Recordings) { self.recordings = recordings }

    /// - Throws: `RecordingsError` where nothing is recorded of the session.
    public mutating func diagnose(_ session: SessionID) throws -> DiagnosedSession {
        try diagnose(recordings.open(session))
    }

    public mutating func diagnose(_ opened: OpenedSession) throws -> DiagnosedSession {
        let others = try others(than: opened.state, upTo: opened.now)
        let result = recordings.knowledge.diagnosis.result(
            in: opened.state, at: opened.now, fleet: others, ledger: opened.ledger)
        return DiagnosedSession(opened: opened, result: result)
    }

    /// The connections of the client of `session`, its own included, that were there until `end`.
    public mutating func others(than session: SessionState, upTo end: Timestamp) throws -> FleetView {
        var view = FleetView([session])
        guard session.isDated, let client = SessionIndex.Client(of: session) else { return view }
        let start = min(session.openedAt - FleetView.reach, end)
        // More than are looked at: a screen that goes back in time looks at earlier ones.
        let found = try recordings.index.connections(of: client, in: start...end, limit: 4 * FleetView.limit)
        try note(found.filter { $0.session != session.id }, before: session.openedAt, in: &view)
        return view
    }

    /// The connections of all clients that a proxy which starts now may be asked about.
    public mutating func recent(before now: Timestamp) throws -> FleetView {
        var view = FleetView()
        let found = try recordings.index.connections(
            of: nil, in: (now - FleetView.reach)...now, limit: FleetView.limit)
        try note(found, before: now, in: &view)
        return view
    }

    private mutating func note(
        _ found: [RecordedConnection], before openedAt: Timestamp, in view: inout FleetView
    ) throws {
        let isRecording = recordings.isRecording
        for connection in found {
            let state: SessionState?
            if let closedAt = connection.closedAt, closedAt <= openedAt, openedAt - closedAt <= Self.predecessorAge {
                state = try whole(connection)
            } else {
                state = try edge(of: connection)
            }
            guard let state, state.isTimed, state.isDated else { continue }
            view.note(state, isOver: !(isRecording && connection.mayBeOpen))
        }
    }

    /// The beginning and the end of a connection, folded: enough to know whose it is and what became of it.
    private mutating func edge(of connection: RecordedConnection) throws -> SessionState? {
        if let known = edges[connection.connection], known.id == connection.session { return known }
        let events = try Recording(recordings.database).edges(of: connection.connection)
        let state = folded(events, connection.session)
        if edges.count >= Self.edgeLimit { edges = [:] }
        // What goes on will have another end.
        if connection.closedAt != nil { edges[connection.connection] = state }
        return state
    }

    /// All of a connection: a handle may have come at any time.
    private func whole(_ connection: RecordedConnection) throws -> SessionState? {
        if let known = try recordings.kept(connection.session)?.state, known.connectionCount == 1,
            known.connections.first?.id == connection.connection
        {
            return known
        }
        var events = Recording(recordings.database).events(ofConnection: connection.connection)
        var folding = recordings.knowledge.folding(of: connection.session, isDiagnosed: false)
        while let event = try events.next() { folding.apply(event) }
        folding.finish()
        return folding.fleet[connection.session]
    }

    private func folded(_ events: [WireEvent], _ session: SessionID) -> SessionState? {
        var folding = recordings.knowledge.folding(of: session, isDiagnosed: false)
        for event in events { folding.apply(event) }
        folding.finish()
        return folding.fleet[session]
    }
}

extension Recordings {
    /// One session with what is wrong with it; whoever asks for several keeps a `SessionDiagnoser`.
    ///
    /// - Throws: `RecordingsError` where nothing is recorded of the session.
    public func diagnose(_ session: SessionID) throws -> DiagnosedSession {
        var diagnoser = SessionDiagnoser(self)
        return try diagnoser.diagnose(session)
    }
}

extension Recordings {
    /// The other connections of the client of a session, up to the present: for whoever looks at the session at more
    /// than one instant. None where nobody saw whose it is.
    public func others(than session: SessionID) throws -> FleetView {
        // Whose it is shows in its beginning.
        var folding = knowledge.folding(of: session, isDiagnosed: false)
        var events = Recording(database).events(of: session)
        for _ in 0..<64 {
            guard let event = try events.next() else { break }
            folding.apply(event)
            if case .opened = event.kind { break }
        }
        folding.finish()
        guard let state = folding.fleet[session] else { return FleetView() }
        var diagnoser = SessionDiagnoser(self)
        return try diagnoser.others(than: state, upTo: max(clock(), state.lastAt))
    }

    /// The same over a connection of its own to the database, which only reads.
    public func reopened() throws(DatabaseError) -> Recordings {
        try Recordings(in: folder, knowledge: knowledge, clock: clock)
    }
}

extension SessionIndex.Client {
    /// Nil for a session whose opening nobody saw.
    fileprivate init?(of session: SessionState) {
        guard let opening = session.connections.first(where: { $0.opening != nil })?.opening else { return nil }
        self.init(tag: session.tag, upstream: opening.upstream)
    }
}
