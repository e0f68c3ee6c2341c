public import Diagnosis
public import LiveProtocol
internal import SessionModel
internal import SessionStore

/// Re-opens a session and keeps every turn of it: a state keeps the latest only.
public struct TurnGathering {
    private let recordings: Recordings

    public init(_ recordings: Recordings) { self.recordings = recordings }

    /// - Throws: `RecordingsError` when nothing is recorded of the session.
    public func side(of session: SessionID) throws -> SessionComparison.Side {
        var folding = recordings.knowledge.folding(of: session, isDiagnosed: false)
        var turns: [Int: ComparedTurn] = [:]
        let recording = Recording(recordings.database)
        let total = try recordings.told.map { _ in Int(clamping: try recording.mark(of: session).rowCount) } ?? 0
        var count = 0
        try recording.forEachEvent(of: session) { event in
            var isTurnOver = false
            count += 1
            recordings.told?(WorkStep("reading", count, of: total, "frames"))
            folding.apply(event) { isTurnOver = isTurnOver || Self.endsTurn($0) }
            if isTurnOver, let state = folding.fleet[session] { Self.note(state, in: &turns) }
        }
        folding.finish()
        guard let state = folding.fleet[session] else { throw RecordingsError.nothingRecorded(session) }
        Self.note(state, in: &turns)
        if let current = state.turns.current {
            turns[current.index] = ComparedTurn(turn: current, contextTokens: state.tokens.context)
        }
        return SessionComparison.Side(
            state: state, turns: turns.sorted { $0.key < $1.key }.map(\.value),
            findings: try recordings.diagnose(session).findings)
    }

    private static func endsTurn(_ event: LiveEvent) -> Bool {
        switch event.kind {
        case .server(.turnComplete), .wire(.closed): true
        default: false
        }
    }

    /// A turn is what it was last seen as; the context is what it was at the turn's end.
    private static func note(_ state: SessionState, in turns: inout [Int: ComparedTurn]) {
        for turn in state.turns.recent {
            let context = turns[turn.index]?.contextTokens ?? state.tokens.context
            turns[turn.index] = ComparedTurn(turn: turn, contextTokens: context)
        }
    }
}
