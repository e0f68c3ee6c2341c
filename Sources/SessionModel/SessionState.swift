public import LiveProtocol

/// Everything livetop knows of one session: a struct of trackers, each folding the same events.
///
/// A quantity that depends on the time is a function of `now`; nothing here reads a clock. Memory is bounded whatever
/// the session does and however long it lasts. To follow something new, add a tracker and one line to `apply`.
public struct SessionState: Codable, Hashable, Sendable {
    public let id: SessionID
    public let openedAt: Timestamp
    /// The latest instant of its events: for a session that is over, ages stand still there.
    public private(set) var lastAt: Timestamp
    public private(set) var tag: String?
    /// It is known when each message crossed: false for what another tool recorded without times. Instants then order
    /// what happened and tell nothing else.
    public private(set) var isTimed = true
    /// It is known on which day and at what time the session began.
    public private(set) var isDated = true
    /// Oldest first: the first one and the latest, `connectionLimit` in all.
    public private(set) var connections: [ConnectionClock] = []
    /// All that ever belonged to the session.
    public private(set) var connectionCount = 0
    public private(set) var setup: SetupSummary?
    public private(set) var tokens: TokenLedger
    public private(set) var cap = SessionCap()
    public private(set) var turns = TurnTracker()
    public private(set) var tools = ToolCallTracker()
    public private(set) var resumption = ResumptionTracker()
    public private(set) var playback = PlaybackClock()
    public private(set) var interruptions = InterruptionTracker()
    public private(set) var inputAudio = InputAudio()
    public private(set) var outputAudio = OutputAudio()
    public private(set) var lanes = LaneHistory()
    public private(set) var metrics = MetricLog()
    public private(set) var traffic = Traffic()
    public private(set) var drift = DriftCounter()
    public private(set) var undecoded = UndecodedCounter()
    private var totals = InteractionTotals()
    public private(set) var utterances = UtteranceTracker()
    public private(set) var usage = UsageHistory()
    public private(set) var contents: MessageContents = []
    public private(set) var targets = CallTargets()
    public private(set) var faults = FaultTracker()
    private var floor = ActivityTracker()
    private var looks: LookTimes
    /// Events so far that were no piece of a stream, and the instant of the latest.
    public private(set) var steps = 0
    public private(set) var steppedAt: Timestamp
    /// The latest 200.
    public private(set) var messages = Ring<RecentMessage>(capacity: 200)

    static let connectionLimit = 32

    public init(id: SessionID, openedAt: Timestamp, models: ModelTable = .builtIn, prices: PriceTable = .builtIn) {
        self.id = id
        self.openedAt = openedAt
        lastAt = openedAt
        tokens = TokenLedger(models: models, prices: prices, day: openedAt.day)
        looks = LookTimes(from: openedAt)
        steppedAt = openedAt
    }

    /// Takes in one event of any of the session's connections, in the order in which they happened.
    public mutating func apply(_ event: LiveEvent) {
        // Only counts are parted, and nearly no event is one: handed through, each would be copied.
        guard case .server(.usage) = event.kind else { return take(event) }
        if let event = totals.parted(event) { take(event) }
    }

    private mutating func take(_ event: LiveEvent) {
        var looks = looks
        looks.note(event, isOpen: isOpen)
        self.looks = looks
        lastAt = max(lastAt, event.at)
        if event.isStep { (steps, steppedAt) = (steps + 1, lastAt) }
        if case .wire(.opened(let info)) = event.kind, let origin = info.origin { note(origin) }
        let index = clockIndex(of: event)
        connections[index].apply(event, &metrics)
        // What was heard comes first: turns and interruptions are measured against it.
        outputAudio.apply(event, playback: playback)
        inputAudio.apply(event, output: outputAudio.envelope, playback: playback, &metrics)
        let heard = inputAudio.heard
        interruptions.apply(event, input: heard, playback: playback, &metrics)
        playback.apply(event)
        lanes.apply(event, playback: playback)
        turns.apply(event, input: heard, output: outputAudio.heard, playback: playback, &metrics)
        let isToolPending = !tools.pending.isEmpty
        utterances.apply(event, input: heard, playback: playback, isToolPending: isToolPending)
        connections[index].noteInput(event, isToolPending: isToolPending)
        tools.apply(event, &metrics)
        tokens.apply(event, turnIndex: turns.count, &metrics)
        cap.apply(event)
        usage.apply(event)
        resumption.apply(event, &metrics)
        traffic.apply(event)
        drift.apply(event)
        undecoded.apply(event)
        contents.apply(event)
        targets.apply(event)
        faults.apply(event)
        floor.apply(event)
        if event.isEnd, connections[index].holdings == nil { connections[index].holdings = holdings }
        switch event.kind {
        case .wire(.opened(let info)): tag = tag ?? info.tag
        case .client(.setup(let setup)):
            self.setup = SetupSummary(
                setup, at: event.at, connection: event.connection,
                endpoint: connections[index].opening?.endpoint ?? .unknown)
        case .message(let direction, let digest):
            messages.append(
                RecentMessage(
                    connection: event.connection, sequence: event.sequence, at: event.at, direction: direction,
                    digest: digest
                )
            )
        default: break
        }
    }

    /// The instants before an event at `instant` at which whoever judges the session is to look at it.
    func looks(before instant: Timestamp) -> [Timestamp] { looks.due(before: instant, isOpen: isOpen) }

    /// There may be some.
    @inline(__always) func mayBeLooked(before instant: Timestamp) -> Bool { looks.mayBeDue(before: instant) }

    /// From where positions in the session count; nil where nobody knows when its messages crossed.
    public var clockStart: Timestamp? { isTimed ? openedAt : nil }

    private var holdings: ConnectionClock.Holdings {
        ConnectionClock.Holdings(
            context: tokens.context, reportedAt: tokens.reportedAt, limit: tokens.limit,
            hasHandle: resumption.handle != nil)
    }

    private mutating func note(_ origin: ForeignOrigin) {
        isTimed = isTimed && origin.isTimed
        isDated = isDated && origin.isDated
        metrics.isTimed = isTimed
        if !isDated { tokens.forgetDay() }
    }

    /// The clock of the event's connection, made when it is the first that is heard of it.
    private mutating func clockIndex(of event: LiveEvent) -> Int {
        if let index = indexOfClock(event.connection) { return index }
        if connections.count == Self.connectionLimit { connections.remove(at: 1) }
        connections.append(ConnectionClock(id: event.connection, openedAt: event.at))
        connectionCount += 1
        return connections.count - 1
    }

    /// Asked with every event: where the clocks stand, because one in hand is a copy of four kilobytes.
    private func indexOfClock(_ connection: ConnectionID) -> Int? {
        connections.withUnsafeBufferPointer { clocks in
            guard let first = clocks.baseAddress else { return nil }
            return clocks.indices.last { (first + $0).pointee.id == connection }
        }
    }

    /// The user's turn ended and the model has not begun to answer.
    public var isAwaitingModel: Bool { floor.isAwaitingModel }

    /// The model's turn has begun and not ended.
    public var isModelTurnOpen: Bool { floor.isModelTurnOpen }

    /// The newest connection.
    public var connection: ConnectionClock? { connections.last }

    public var isOpen: Bool {
        connections.withUnsafeBufferPointer { clocks in
            guard let first = clocks.baseAddress else { return false }
            return clocks.indices.contains { (first + $0).pointee.closedAt == nil }
        }
    }
}
