public import Diagnosis
public import LiveProtocol
internal import SessionModel
internal import SessionStore

extension Recordings {
    /// The session after its last recorded event, brought back by the same decoding and folding as live.
    ///
    /// - Throws: `RecordingsError` where nothing is recorded of it.
    public func open(_ session: SessionID) throws -> OpenedSession {
        guard let opened = try openIfRecorded(session) else { throw RecordingsError.nothingRecorded(session) }
        return opened
    }

    /// The same; nil where nothing is recorded of the session.
    public func openIfRecorded(_ session: SessionID) throws -> OpenedSession? {
        let stored = try self.session(session)
        // Before the events are read: whatever comes while they are read is behind this instant.
        let present = clock()
        let folding = try folded(session)
        guard let state = folding.fleet[session] else { return nil }
        let isRunning = stored?.hasOpenConnection == true
        return OpenedSession(
            state: state, ledger: folding.ledger(of: session),
            now: isRunning ? max(present, state.lastAt) : state.lastAt, isRunning: isRunning, origin: stored?.origin)
    }

    private func folded(_ session: SessionID) throws -> Folding {
        var folding = knowledge.folding(of: session)
        let events = DecodedEvents(of: session, in: database)
        while let facts = try events.next() {
            for fact in facts { folding.apply(fact) }
        }
        folding.finish()
        return folding
    }
}
