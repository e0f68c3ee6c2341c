import Diagnosis
import LiveProtocol
import SessionModel
import SessionStore

/// Re-opens a session and keeps every turn of it: a state keeps the latest only.
struct TurnGathering {
    let database: SessionDatabase

    /// - Throws: `UserError` when nothing is recorded of the session.
    func side(of session: SessionID) throws -> SessionComparison.Side {
        var folding = Folding(.informed())
        var turns: [Int: ComparedTurn] = [:]
        var last: (connection: ConnectionID, at: Timestamp)?
        try Recording(database).forEachEvent(of: session) { event in
            last = (event.connection, event.at)
            var isTurnOver = false
            folding.apply(event) { isTurnOver = isTurnOver || Self.endsTurn($0) }
            if isTurnOver { Self.note(folding.fleet, event.connection, in: &turns) }
        }
        guard let last, let id = folding.fleet.session(of: last.connection), let state = folding.fleet[id] else {
            throw UserError(
                .notFound, what: "nothing is recorded of session \(session)", why: "its frames were removed",
                remedy: "livetop ls")
        }
        Self.note(folding.fleet, last.connection, in: &turns)
        if let current = state.turns.current {
            turns[current.index] = ComparedTurn(turn: current, contextTokens: state.tokens.context)
        }
        let diagnosis = try Diagnosis(thresholds: RuleSettings.inForce().thresholds)
        return SessionComparison.Side(
            state: state, turns: turns.sorted { $0.key < $1.key }.map(\.value),
            findings: diagnosis.findings(in: state, at: last.at))
    }

    private static func endsTurn(_ event: LiveEvent) -> Bool {
        switch event.kind {
        case .server(.turnComplete), .wire(.closed): true
        default: false
        }
    }

    /// A turn is what it was last seen as; the context is what it was at the turn's end.
    private static func note(_ fleet: Fleet, _ connection: ConnectionID, in turns: inout [Int: ComparedTurn]) {
        guard let state = fleet.session(of: connection).flatMap({ fleet[$0] }) else { return }
        for turn in state.turns.recent {
            let context = turns[turn.index]?.contextTokens ?? state.tokens.context
            turns[turn.index] = ComparedTurn(turn: turn, contextTokens: context)
        }
    }
}
