internal import LiveProtocol
internal import SessionModel

/// What the meter remembers of an open connection.
struct CallMeter: Hashable, Sendable {
    var model = LabelNames.unknown
    var upgradedAt: Timestamp?
    /// The setup named a resumption handle, and the service has not answered it yet.
    var isResuming = false
    var hasHandle = false
    /// When the latest message with sound of a stretch came, from the client and from the service.
    private var lastSoundUp: Timestamp?
    private var lastSoundDown: Timestamp?

    /// - Returns: the time since the message with sound before it; nil for the first of a stretch.
    mutating func sound(_ direction: Direction, at instant: Timestamp) -> Duration? {
        let last = direction == .clientToServer ? lastSoundUp : lastSoundDown
        setLastSound(direction, instant)
        return last.map { instant - $0 }
    }

    /// The stretch of sound is over: what comes next is another.
    mutating func endSound(_ direction: Direction) { setLastSound(direction, nil) }

    private mutating func setLastSound(_ direction: Direction, _ instant: Timestamp?) {
        if direction == .clientToServer { lastSoundUp = instant } else { lastSoundDown = instant }
    }
}

/// What of a session has been counted already, so that only what came since is added.
struct SessionMeter: Hashable, Sendable {
    var model = LabelNames.unknown
    /// Numbers of the latest turn that was counted.
    var turn = 0
    var input = TokenCounts()
    var output = TokenCounts()
    var cached: Int64 = 0
    var thoughts: Int64 = 0
    var responseAt: Timestamp?
    var bargeInAt: Timestamp?
    var rules: Set<String> = []
    /// Of its first connection; nil before the first close.
    var openedAt: Timestamp?
    /// The last connection closed then, and none has continued the session since.
    var endedAt: Timestamp?
}
