public import LiveProtocol

/// Everything livetop knows of one session: a struct of trackers, each folding the same events.
///
/// A quantity that depends on the time is a function of `now`; nothing here reads a clock. Memory is bounded whatever
/// the session does and however long it lasts. To follow something new, add a tracker and one line to `apply`.
public struct SessionState: Hashable, Sendable {
    public let id: SessionID
    public let openedAt: Timestamp
    public private(set) var tag: String?
    /// Oldest first, at most `connectionLimit` of them: the first and the latest.
    public private(set) var connections: [ConnectionClock] = []
    /// All that ever belonged to the session.
    public private(set) var connectionCount = 0
    public private(set) var setup: SetupSummary?
    public private(set) var tokens = TokenLedger()
    public private(set) var turns = TurnTracker()
    public private(set) var traffic = Traffic()
    /// The latest 200.
    public private(set) var messages = Ring<RecentMessage>(capacity: 200)

    static let connectionLimit = 64

    public init(id: SessionID, openedAt: Timestamp) {
        self.id = id
        self.openedAt = openedAt
    }

    /// The newest connection.
    public var connection: ConnectionClock? { connections.last }
}
