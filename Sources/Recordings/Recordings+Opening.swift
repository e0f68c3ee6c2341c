public import Diagnosis
public import LiveProtocol
internal import SessionModel
internal import SessionStore

extension Recordings {
    /// The session after its last recorded event, brought back by the same decoding and folding as live, or by what that
    /// led to before.
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
        guard stored?.hasOpenConnection == true else { return try ended(session)?.opened(origin: stored?.origin) }
        guard let folded = try folded(session) else { return nil }
        return OpenedSession(
            state: folded.state, ledger: folded.ledger, now: max(present, folded.state.lastAt), isRunning: true,
            origin: stored?.origin)
    }

    /// The same where it takes no reading of the session: nil for one that goes on, and for one of which nothing was kept.
    public func openIfKept(_ session: SessionID) throws -> OpenedSession? {
        guard let stored = try self.session(session), !stored.hasOpenConnection else { return nil }
        return try kept(session)?.opened(origin: stored.origin)
    }

    /// A session that is over, as its checkpoint says. One that is long and has none gets one.
    private func ended(_ session: SessionID) throws -> SessionCheckpoint? {
        guard let slot = try shelf.slot(of: session, from: leastCheckpointedRows) else { return try folded(session) }
        if let known = try shelf.checkpoint(in: slot) { return known }
        let folded = try folded(session)
        if let folded { shelf.keep(folded, in: slot) }
        return folded
    }

    /// The end of a session as far as that needs no folding: nil where nothing was kept of it.
    func kept(_ session: SessionID) throws -> SessionCheckpoint? {
        try shelf.slot(of: session, from: leastCheckpointedRows).flatMap { try shelf.checkpoint(in: $0) }
    }

    private func folded(_ session: SessionID) throws -> SessionCheckpoint? {
        var folding = knowledge.folding(of: session)
        let events = DecodedEvents(of: session, in: database)
        let total = try told.map { _ in Int(clamping: try Recording(database).mark(of: session).rowCount) } ?? 0
        while let facts = try events.next() {
            for fact in facts { folding.apply(fact) }
            told?(WorkStep("reading", events.rowCount, of: total, "frames"))
        }
        folding.finish()
        told?(WorkStep("reading", total, "frames", share: 1))
        return folding.checkpoint(of: session)
    }
}

extension Folding {
    /// What it has come to; nil where nothing is known of the session.
    func checkpoint(of session: SessionID) -> SessionCheckpoint? {
        fleet[session].map { SessionCheckpoint(state: $0, ledger: ledger(of: session)) }
    }
}
