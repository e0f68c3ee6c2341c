public import Diagnosis
public import LiveProtocol
public import SessionModel

/// Rows of `lt_turns` and `lt_findings`, in the order of `StoreTable.columns`: what decoding tells of a session that is
/// over.
extension RowWriter {
    public mutating func append(
        _ turn: ShippedTurn, of state: SessionState, _ stamp: RowStamp
    ) {
        let (turn, tokens) = (turn.turn, turn.tokens)
        key(of: state.id, openedAt: state.openedAt, stamp)
        append(UInt32(clamping: turn.index))
        append(turn.connection.description)
        append(state.setup?.model ?? "")
        append(turn.startedAt.nanoseconds)
        append((turn.completedAt ?? turn.interruptedAt)?.nanoseconds)
        append(Self.outcome(of: turn))
        append(turn.response?.duration.milliseconds)
        append(turn.response?.anchor.rawValue ?? "")
        append(turn.response?.exactness.rawValue ?? "")
        append(turn.perceivedGap?.milliseconds)
        append(turn.isColdStart)
        append(turn.interruptedAt != nil)
        append(turn.audioDuration.seconds)
        append(UInt32(clamping: turn.toolCalls))
        append(tokens != nil)
        for counts in [tokens?.input ?? TokenCounts(), tokens?.output ?? TokenCounts()] {
            for count in [counts.text, counts.audio, counts.image, counts.video, counts.total] { append(count) }
        }
        append(stamp.payload == .none ? "" : turn.userText.value)
        append(stamp.payload == .none ? "" : turn.modelText.value)
        append(stamp.version)
    }

    private static func outcome(of turn: Turn) -> String {
        if turn.interruptedAt != nil { return "interrupted" }
        return turn.completedAt != nil ? "complete" : turn.isCutOff ? "cut off" : "open"
    }

    /// - Parameter number: from 1, the worst first.
    public mutating func append(
        _ finding: Finding, number: Int, of session: SessionID, openedAt: Timestamp, _ stamp: RowStamp
    ) {
        key(of: session, openedAt: openedAt, stamp)
        append(UInt32(clamping: number))
        for text in [
            finding.rule.rawValue, finding.variant ?? "", finding.severity.rawValue, finding.confidence.rawValue,
        ] { append(text) }
        append(finding.isPrediction)
        append(finding.from.nanoseconds)
        append(finding.to.nanoseconds)
        append(UInt32(clamping: finding.times))
        append(finding.resolvedAt?.nanoseconds)
        append(finding.connection?.description ?? "")
        for text in [finding.title, finding.cause, finding.fix] { append(text) }
        append(false)
        append(stamp.version)
    }

    /// Takes back a finding that the session has no longer.
    public mutating func append(
        goneFinding number: Int, of session: SessionID, openedAt: Timestamp, _ stamp: RowStamp
    ) {
        key(of: session, openedAt: openedAt, stamp)
        append(UInt32(clamping: number))
        for _ in 0..<4 { append("") }
        append(false)
        append(Int64(0))
        append(Int64(0))
        append(UInt32(0))
        append(Int64?.none)
        for _ in 0..<4 { append("") }
        append(true)
        append(stamp.version)
    }
}

/// A turn with what it was billed; nil where that is not known.
public struct ShippedTurn: Hashable, Sendable {
    public var turn: Turn
    public var tokens: TurnTokens?

    public init(turn: Turn, tokens: TurnTokens?) { (self.turn, self.tokens) = (turn, tokens) }
}
