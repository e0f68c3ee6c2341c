package import Diagnosis
package import LiveProtocol
package import SessionModel
internal import SessionStore

/// A recorded session with what is wrong with it, and all of its turns with what each was billed.
package struct AnalysedSession: Sendable {
    package let state: SessionState
    package let findings: [Finding]
    package let turns: [(turn: Turn, tokens: TurnTokens?)]
}

extension DiagnosedFleet {
    /// The same of a session that has ended, as far as nothing of it is forgotten: it costs no reading. Nil where something
    /// is, or where it has not been looked at since its end.
    ///
    /// - Parameter connections: how many of it are recorded: more than were seen here, and there is more to it.
    package func analysed(_ session: SessionID, connections: Int) -> AnalysedSession? {
        guard let state = fleet[session], !state.isOpen, state.connectionCount == connections,
            let found = findings[session], let lookedAt, lookedAt >= state.lastAt,
            state.turns.current == nil, state.turns.count == state.turns.recent.count
        else { return nil }
        let turns = state.turns.recent.map { (turn: $0, tokens: state.tokens.tokens(ofTurn: $0.index)) }
        return AnalysedSession(state: state, findings: found, turns: turns)
    }
}

extension Recordings {
    /// Re-opens a session on the calling thread alone, event by event; nil where nothing is recorded of it.
    package func analysed(_ session: SessionID) throws -> AnalysedSession? {
        let (stored, present) = (try self.session(session), clock())
        var folding = knowledge.folding(of: session)
        var turns = AllTurns()
        try Recording(database).forEachEvent(of: session) { event in
            folding.apply(event) { if AllTurns.mayEnd(at: $0) { turns.isDue = true } }
            if turns.isDue, let state = folding.fleet[session] { turns.note(state) }
        }
        folding.finish()
        guard let state = folding.fleet[session] else { return nil }
        turns.note(state)
        let isRunning = stored?.hasOpenConnection == true
        let opened = OpenedSession(
            state: state, ledger: folding.ledger(of: session),
            now: isRunning ? max(present, state.lastAt) : state.lastAt, isRunning: isRunning, origin: stored?.origin)
        var diagnoser = SessionDiagnoser(self)
        let findings = try diagnoser.diagnose(opened).findings
        return AnalysedSession(state: state, findings: findings, turns: turns.sorted)
    }
}

/// The turns of a session, of which its state keeps the latest only. A turn is what it was last seen as.
private struct AllTurns {
    var isDue = false
    private var turns: [Int: (turn: Turn, tokens: TurnTokens?)] = [:]

    static func mayEnd(at event: LiveEvent) -> Bool {
        switch event.kind {
        case .server(.turnComplete), .wire(.closed): true
        default: false
        }
    }

    mutating func note(_ state: SessionState) {
        isDue = false
        for turn in Array(state.turns.recent.suffix(4)) + [state.turns.current].compactMap(\.self) {
            let tokens = state.tokens.tokens(ofTurn: turn.index)
            turns[turn.index] = (turn, tokens ?? turns[turn.index]?.tokens)
        }
    }

    var sorted: [(turn: Turn, tokens: TurnTokens?)] { turns.sorted { $0.key < $1.key }.map(\.value) }
}
