package import Diagnosis
package import LiveProtocol
package import SessionModel
internal import SessionStore

/// A recorded session with what is wrong with it, and all of its turns with what each was billed.
package struct AnalysedSession: Sendable {
    package let diagnosed: DiagnosedSession
    package let turns: [(turn: Turn, tokens: TurnTokens?)]

    package var state: SessionState { diagnosed.opened.state }
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
        return AnalysedSession(diagnosed: try diagnoser.diagnose(opened), turns: turns.sorted)
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
