import LiveProtocol
import SessionModel
import SessionStore

/// A recorded session brought back: the same decoding and folding as live, over the same events.
struct Reopening {
    let database: SessionDatabase

    struct Result {
        /// As it stood after its last recorded event.
        let state: SessionState
        /// When that event crossed.
        let lastAt: Timestamp
    }

    /// Nil when nothing is recorded of the session.
    func reopen(_ session: SessionID) throws -> Result? {
        var fleet = Fleet.informed()
        var last: (connection: ConnectionID, at: Timestamp)?
        let events = DecodedEvents(of: session, in: database)
        while let facts = try events.next() {
            for fact in facts { fleet.apply(fact) }
            last = facts.last.map { ($0.connection, $0.at) } ?? last
        }
        guard fleet.sessions.count <= 1 else { return try fold(session) }
        guard let last, let state = fleet.session(of: last.connection).flatMap({ fleet[$0] }) else { return nil }
        return Result(state: state, lastAt: last.at)
    }

    /// The session as the recording has it, where nothing on the wire joins its connections: an import may say that they
    /// belong together.
    private func fold(_ session: SessionID) throws -> Result? {
        var result: (state: SessionState, lastAt: Timestamp)?
        let events = DecodedEvents(of: session, in: database)
        while let facts = try events.next() {
            for fact in facts {
                var (state, lastAt) = result ?? (.informed(session, openedAt: fact.at), fact.at)
                result = nil
                state.apply(fact)
                lastAt = max(lastAt, fact.at)
                result = (state, lastAt)
            }
        }
        return result.map { Result(state: $0.state, lastAt: $0.lastAt) }
    }

    /// The session after its last recorded event; nil when nothing is recorded of it.
    func state(of session: SessionID) throws -> SessionState? { try reopen(session)?.state }
}
