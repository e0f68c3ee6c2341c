public import LiveProtocol

/// The life of one connection: how old it is, what ended it or will.
public struct ConnectionClock: Codable, Hashable, Sendable {
    public let id: ConnectionID
    public var openedAt: Timestamp
    /// Nil when the recording begins after the opening.
    public var opening: ConnectionInfo?
    /// The 101: where the age is counted from.
    public var upgradedAt: Timestamp?
    public var handshake: Handshake?
    public var setupAt: Timestamp?
    public var setupCompleteAt: Timestamp?
    public var goAway: Announcement?
    public var closeFrame: CloseMark?
    public var refusal: Refusal?
    public var closedAt: Timestamp?
    public var closure: Closure?
    /// Directions that stopped making sense as WebSocket, with the reason. Their bytes still flow.
    public var lostFraming: [Direction: String] = [:]
    /// Directions in which the receiver does not take bytes fast enough at the moment.
    public var pausedSince: [Direction: Timestamp] = [:]
    /// How long that was the case, of the times that are over.
    public var pausedFor: [Direction: Duration] = [:]
    public private(set) var path = PathClock()
    /// The first setup of this connection.
    public var setup: SetupSummary?
    /// What happened on it that may be against the rules.
    public var conduct = ConnectionConduct()
    /// What the session held when this connection ended; nil while it has not.
    public internal(set) var holdings: Holdings?

    /// The age from which a connection counts as old. Ten minutes is what the service usually allows, not a deadline:
    /// 7 and 58 minutes were seen (`docs/protocol.md#limits`).
    public static let warningAge = Duration.seconds(480)
    public static let usualLimit = Duration.seconds(600)

    /// `goAway` as received.
    public struct Announcement: Codable, Hashable, Sendable {
        public var at: Timestamp
        public var sequence: Int64
        public var timeLeft: Duration?

        /// Nil when the server did not say when.
        public var deadline: Timestamp? { timeLeft.map { at + $0 } }
    }

    /// What a session holds at one instant and the next connection changes: a close is judged by what stood then.
    public struct Holdings: Hashable, Sendable, Codable {
        /// Tokens in the context, as last reported, and when that was.
        public var context: Int64?
        public var reportedAt: Timestamp?
        public var limit: ContextLimit?
        /// There was a handle to come back with.
        public var hasHandle: Bool

        /// Share of the limit that is used; nil where either is not known.
        public var occupancy: Double? {
            guard let context, let limit, limit.tokens > 0 else { return nil }
            return Double(context) / Double(limit.tokens)
        }
    }

    /// The first close frame that crossed.
    public struct CloseMark: Codable, Hashable, Sendable {
        public var at: Timestamp
        public var sequence: Int64
        public var direction: Direction
        public var code: CloseCode?
        public var reason: String?
    }

    public init(id: ConnectionID, openedAt: Timestamp) {
        self.id = id
        self.openedAt = openedAt
    }

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {
        conduct.apply(event)
        switch event.kind {
        case .wire(let kind): apply(kind, at: event.at)
        case .closeFrame(let direction, let code, let reason):
            guard closeFrame == nil else { break }
            closeFrame = CloseMark(
                at: event.at, sequence: event.sequence, direction: direction, code: code, reason: reason?.shortened)
        case .client(.setup(let setup)):
            guard setupAt == nil else { break }
            setupAt = event.at
            self.setup = SetupSummary(
                setup, at: event.at, connection: id, endpoint: opening?.endpoint ?? .unknown)
        case .client(.interactionConnect): setupAt = setupAt ?? event.at
        case .server(.setupComplete):
            complete(at: event.at, &metrics)
        case .server(.goAway(let announced)):
            goAway = Announcement(at: event.at, sequence: event.sequence, timeLeft: announced.timeLeft)
        default: break
        }
    }

    private mutating func complete(at instant: Timestamp, _ metrics: inout MetricLog) {
        guard setupCompleteAt == nil else { return }
        setupCompleteAt = instant
        if let setupAt { metrics.record(.setup, (instant - setupAt).milliseconds, at: instant) }
    }

    private mutating func resume(_ direction: Direction, at instant: Timestamp) {
        guard let since = pausedSince.removeValue(forKey: direction) else { return }
        pausedFor[direction, default: .zero] += instant - since
    }

    private mutating func apply(_ kind: WireEvent.Kind, at instant: Timestamp) {
        switch kind {
        case .opened(let opening):
            openedAt = instant
            self.opening = opening
        case .upgraded(let handshake):
            upgradedAt = instant
            self.handshake = handshake
        case .refused(let refusal): self.refusal = refusal
        case .paused(let direction): pausedSince[direction] = instant
        case .resumed(let direction): resume(direction, at: instant)
        case .framingLost(let direction, let reason): lostFraming[direction] = reason
        case .closed(let closure):
            closedAt = instant
            self.closure = closure
            for direction in Direction.allCases { resume(direction, at: instant) }
        case .pathSample(let sample): path.apply(sample, at: instant)
        case .frame, .captureGap, .fault: break
        }
    }

    mutating func noteInput(_ event: LiveEvent, isToolPending: Bool) {
        if isToolPending { conduct.noteDuringCall(event) }
    }

    /// False of music and of what livetop does not know: nothing that holds for conversations is to be asked of it.
    public var isLive: Bool { opening?.endpoint.isLive != false }

    public var isOpen: Bool { closedAt == nil }

    /// Age of the WebSocket, its final age once closed. Nil before the upgrade.
    public func age(at now: Timestamp) -> Duration? {
        upgradedAt.map { max((closedAt ?? now) - $0, .zero) }
    }

    /// Old enough that the service may end it soon.
    public func isOld(at now: Timestamp) -> Bool {
        isOpen && (age(at: now) ?? .zero) >= Self.warningAge
    }

    /// Until the announced end: negative when overdue, nil when nothing is announced or the connection is closed.
    public func timeLeft(at now: Timestamp) -> Duration? {
        guard isOpen, let deadline = goAway?.deadline else { return nil }
        return deadline - now
    }
}
