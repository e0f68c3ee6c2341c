public import LiveProtocol
public import SessionModel

/// One turn, as a row of table `turns`.
public struct TurnRow: Hashable, Sendable {
    /// From 1 over the whole session.
    public var number: Int
    public var connection: ConnectionID
    /// Instants are nil for what did not happen, and where nobody knows when.
    public var userAt: Timestamp?
    public var openedAt: Timestamp?
    public var answeredAt: Timestamp?
    public var interruptedAt: Timestamp?
    public var completedAt: Timestamp?
    public var ending: Ending
    /// `turnCompleteReason` as on the wire.
    public var reason: String?
    /// From the end of what the user put in to the answer.
    public var response: Latency?
    /// Of the model: what came, and what of it was heard.
    public var audio: Duration
    public var heard: Duration
    public var toolCalls: Int

    public enum Ending: String, CaseIterable, Sendable {
        case complete
        case interrupted
        /// The connection closed first.
        case cut
    }
}

extension TurnRow {
    init(_ turn: Turn, isTimed: Bool, isDated: Bool, at now: Timestamp) {
        func known(_ instant: Timestamp?) -> Timestamp? { isTimed && isDated ? instant : nil }
        number = turn.index
        connection = turn.connection
        userAt = known(turn.userAt)
        openedAt = known(turn.openedAt)
        answeredAt = known(turn.answeredAt)
        interruptedAt = known(turn.interruptedAt)
        completedAt = known(turn.completedAt)
        ending = turn.isCutOff ? .cut : turn.interruptedAt != nil ? .interrupted : .complete
        reason = turn.reason
        response = isTimed ? turn.response : nil
        audio = turn.audioDuration
        heard = turn.heard(at: now)
        toolCalls = turn.toolCalls
    }
}
