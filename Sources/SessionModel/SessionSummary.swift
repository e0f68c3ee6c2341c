public import LiveProtocol

/// One line per session, as listed and stored. Unknown is nil, never 0.
public struct SessionSummary: Hashable, Sendable {
    public var id: SessionID
    public var tag: String?
    public var model: String?
    public var activity: SessionActivity
    public var openedAt: Timestamp
    /// When the last connection closed; nil while one is open.
    public var closedAt: Timestamp?
    /// Upgrade of the current (or last) connection: the start of the ten-minute clock. Nil before the upgrade.
    public var connectionSince: Timestamp?
    /// When the server said it would end the connection: `goAway` plus its `timeLeft`.
    public var goAwayDeadline: Timestamp?
    /// The client has a handle to come back with when the connection ends; false once closed, and in summaries of old.
    public var canResume = false
    public var connections: Int
    public var frames: Int64
    public var bytesUp: Int64
    public var bytesDown: Int64
    /// Bytes per second in both directions over the last seconds; nil once closed.
    public var bytesPerSecond: Double?
    /// Frames per second in both directions over the last seconds; nil once closed.
    public var framesPerSecond: Double?
    /// Tokens in the context now, by the last usage message.
    public var usedTokens: Int64?
    /// The model's context limit; nil for a model that no table entry and no family matches.
    public var limitTokens: Int64?
    /// The limit is that of the model's family, not of the model.
    public var isLimitAssumed: Bool
    /// Until the context reaches the compression trigger or the limit, at the fastest and the slowest pace of the last
    /// minutes; nil once closed.
    public var contextLeft: ClosedRange<Duration>?
    /// How long the service lets the session go on; nil before the setup, and without an end.
    public var sessionCap: Duration?
    /// When that is over; nil once closed.
    public var sessionDeadline: Timestamp?
    /// Tokens billed so far, in and out, by the usage messages.
    public var billedTokens: Int64?
    /// What they cost in US dollars, where all their prices are known.
    public var cost: Double?
    /// What was billed of each model; nil where nobody knows.
    public var bills: [ModelBill]?
    /// 95th percentile of the response latency, by its most frequent anchor.
    public var responseP95: Duration?
    public var responseAnchor: Anchor?
    /// Onset of the user → `interrupted`, the latest that could be measured.
    public var lastBargeIn: Duration?
    public var turns: Int
    public var interruptions: Int
    /// How the last connection ended; nil while one is open.
    public var closure: Closure?
    /// Status of a refused upgrade.
    public var refusal: Refusal?
    /// Frames that were relayed and could not be captured.
    public var droppedFrames: Int64
    /// It is known when each message crossed; see `SessionState.isTimed`.
    public var isTimed: Bool
    /// It is known when the session began; see `SessionState.isDated`.
    public var isDated: Bool
    /// What crossed in it; nil where nobody has looked.
    public var contents: MessageContents?
    /// Where its connections went; nil where nobody has looked.
    public var targets: CallTargets?

    public init(
        id: SessionID, tag: String? = nil, model: String? = nil, activity: SessionActivity, openedAt: Timestamp,
        closedAt: Timestamp? = nil, connectionSince: Timestamp? = nil, goAwayDeadline: Timestamp? = nil,
        connections: Int = 1, frames: Int64 = 0, bytesUp: Int64 = 0, bytesDown: Int64 = 0,
        bytesPerSecond: Double? = nil, framesPerSecond: Double? = nil, usedTokens: Int64? = nil,
        limitTokens: Int64? = nil, isLimitAssumed: Bool = false, contextLeft: ClosedRange<Duration>? = nil,
        sessionCap: Duration? = nil, sessionDeadline: Timestamp? = nil, billedTokens: Int64? = nil,
        cost: Double? = nil, bills: [ModelBill]? = nil, responseP95: Duration? = nil, responseAnchor: Anchor? = nil,
        lastBargeIn: Duration? = nil, turns: Int = 0, interruptions: Int = 0,
        closure: Closure? = nil, refusal: Refusal? = nil, droppedFrames: Int64 = 0, isTimed: Bool = true,
        isDated: Bool = true, contents: MessageContents? = nil, targets: CallTargets? = nil
    ) {
        self.id = id
        self.tag = tag
        self.model = model
        self.activity = activity
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.connectionSince = connectionSince
        self.goAwayDeadline = goAwayDeadline
        self.connections = connections
        self.frames = frames
        self.bytesUp = bytesUp
        self.bytesDown = bytesDown
        self.bytesPerSecond = bytesPerSecond
        self.framesPerSecond = framesPerSecond
        self.usedTokens = usedTokens
        self.limitTokens = limitTokens
        self.isLimitAssumed = isLimitAssumed
        self.contextLeft = contextLeft
        self.sessionCap = sessionCap
        self.sessionDeadline = sessionDeadline
        self.billedTokens = billedTokens
        self.cost = cost
        self.bills = bills
        self.responseP95 = responseP95
        self.responseAnchor = responseAnchor
        self.lastBargeIn = lastBargeIn
        self.turns = turns
        self.interruptions = interruptions
        self.closure = closure
        self.refusal = refusal
        self.droppedFrames = droppedFrames
        self.isTimed = isTimed
        self.isDated = isDated
        self.contents = contents
        self.targets = targets
    }

    /// When the session began; nil where nobody knows.
    public var knownOpening: Timestamp? { isDated ? openedAt : nil }

    /// When the session ended; nil while it goes on, and where nobody knows.
    public var knownEnd: Timestamp? { isTimed && isDated ? closedAt : nil }

    /// From the beginning to the end; nil while the session goes on, and where nobody knows.
    public var length: Duration? { isTimed ? closedAt.map { $0 - openedAt } : nil }
}

extension SessionSummary {
    /// The same with its instants on a clock that is `offset` ahead.
    public func moved(by offset: Duration) -> SessionSummary {
        guard offset != .zero else { return self }
        var summary = self
        summary.openedAt = openedAt + offset
        summary.closedAt = closedAt.map { $0 + offset }
        summary.connectionSince = connectionSince.map { $0 + offset }
        summary.goAwayDeadline = goAwayDeadline.map { $0 + offset }
        summary.sessionDeadline = sessionDeadline.map { $0 + offset }
        return summary
    }
}
