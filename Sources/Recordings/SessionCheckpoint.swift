internal import Diagnosis
internal import LiveProtocol
internal import SessionModel

/// What folding all of a session leads to: kept, so that it need not be folded again (`docs/decisions/0033-checkpoints.md`).
struct SessionCheckpoint: Codable, Hashable, Sendable {
    var state: SessionState
    /// What the rules found on the way.
    var ledger: FindingLedger?

    /// A session that is over: ages stand still at its last event.
    func opened(origin: SessionID?) -> OpenedSession {
        OpenedSession(state: state, ledger: ledger, now: state.lastAt, isRunning: false, origin: origin)
    }
}
