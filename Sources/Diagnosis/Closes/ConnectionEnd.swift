public import LiveProtocol
import SessionModel

/// How a connection ended, on the wire or without it, and which rule that belongs to.
public struct ConnectionEnd: Hashable, Sendable {
    public var connection: ConnectionID
    public var at: Timestamp
    /// The close frame; nil when none crossed.
    public var sequence: Int64?
    public var by: Party
    public var code: CloseCode?
    public var reason: String?
    /// Before the service had accepted the setup.
    public var isBeforeSetup: Bool
    /// Since the upgrade; nil without one.
    public var age: Duration?
    public var verdict: CloseVerdict?

    /// Nil for a connection that is open.
    init?(of clock: ConnectionClock) {
        let frame = clock.closeFrame
        guard let at = frame?.at ?? clock.closedAt else { return nil }
        connection = clock.id
        self.at = at
        sequence = frame?.sequence
        code = frame?.code ?? clock.closure?.code
        reason = frame?.reason ?? clock.closure?.reason
        by = frame.map { $0.direction == .clientToServer ? .client : .server } ?? clock.closure?.by ?? .transport
        isBeforeSetup = clock.setupCompleteAt.map { $0 > at } ?? true
        age = clock.upgradedAt.map { at - $0 }
    }

    /// The client or livetop did not end it.
    public var isUnasked: Bool { by == .server || by == .transport }

    /// `close 1008 'The operation was aborted.'`, or what stands in for a close frame.
    public var words: String {
        let what = code.map { "close \($0.rawValue)" } ?? (sequence == nil ? "no close frame" : "close without a code")
        guard let reason, !reason.isEmpty else { return what }
        return "\(what) ‘\(EndReason.words(reason))’"
    }

    var mark: FrameMark? { sequence.map { FrameMark(sequence: $0, at: at) } }
}

/// Which rule a close belongs to.
public struct CloseVerdict: Hashable, Sendable {
    public var rule: RuleID
    public var variant: String?

    public init(_ rule: RuleID, _ variant: String? = nil) {
        self.rule = rule
        self.variant = variant
    }
}
