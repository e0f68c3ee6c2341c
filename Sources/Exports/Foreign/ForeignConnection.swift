import LiveProtocol

/// What is learned of one connection of a foreign file before its events are made.
struct ForeignConnection {
    private(set) var clock = ForeignClock()
    /// Messages that were understood.
    private(set) var messages = 0
    /// Messages of the Live API.
    private(set) var liveMessages = 0
    private var agreeing = 0
    private var contradicting = 0
    private var directions: Set<Direction> = []

    /// Throws where nothing says which way a message went.
    mutating func learn(_ message: ForeignMessage) throws(ImportError) {
        let natural = message.kinds.direction
        if case .frame = message.content, message.direction == nil, natural == nil {
            throw ImportError("nothing says which way it went")
        }
        messages += 1
        clock.learn(message.time)
        if case .frame = message.content, let direction = message.direction { directions.insert(direction) }
        guard let natural else { return }
        liveMessages += 1
        guard let direction = message.direction else { return }
        if direction == natural { agreeing += 1 } else { contradicting += 1 }
    }

    /// The file tells directions from the service's side: what it calls sent is what the service sent.
    var isReversed: Bool { contradicting > agreeing && !isConstant }

    /// The file says one and the same direction of messages that go both ways: it says something else.
    var isConstant: Bool { directions.count == 1 && contradicting > 0 && agreeing > 0 }
}

/// What a connection of a foreign file becomes.
struct ForeignPlan {
    var connection: ConnectionID
    var session: SessionID
    var opening: ConnectionInfo
    var upgrade: Handshake?
    var refusal: WireEvent.Kind?
    var reading: ForeignClock.Reading
    var isReversed: Bool
    /// What the file says of directions counts only where the message does not tell.
    var isConstant = false
    /// The file's messages stand in the opposite order.
    var isNewestFirst = false
    /// Of one of our own archives: how the connection ended.
    var ownEnd: (closure: Closure, at: Timestamp?, sequence: Int64?)?
    /// What the file says about the end beside the messages.
    var end: (content: ForeignMessage.Content, time: ForeignTime?)?
}

/// Makes wire events of one connection's messages.
struct ForeignEvents {
    private let plan: ForeignPlan
    private let digest: String?
    private var sequence: Int64 = 0
    private var last: Timestamp
    private var closure: Closure?
    private var closedAt: Timestamp?
    private(set) var frames = 0

    init(_ plan: ForeignPlan, digest: String?) {
        (self.plan, self.digest) = (plan, digest)
        last = plan.reading.startedAt
    }

    typealias Body = (ImportedEvent) throws -> Void

    private func emit(_ kind: WireEvent.Kind, at instant: Timestamp, _ body: Body) throws {
        let event = WireEvent(connection: plan.connection, sequence: sequence, at: instant, kind: kind)
        try body(ImportedEvent(session: plan.session, event: event))
    }

    /// Call it once, before the messages.
    mutating func open(_ body: Body) throws {
        var opening = plan.opening
        // Of one of our own archives, whatever was imported before keeps its own.
        if let digest, opening.origin?.digest == nil { opening.origin?.digest = digest }
        try emit(.opened(opening), at: last, body)
        if let upgrade = plan.upgrade {
            try emit(
                .upgraded(upgrade), at: last + (plan.reading.isTimed ? upgrade.timings.total ?? .zero : .zero), body)
        }
        if let refusal = plan.refusal { try emit(refusal, at: last, body) }
    }

    mutating func take(_ message: ForeignMessage, _ body: Body) throws {
        let instant = plan.reading.instant(message.time) ?? last
        let told = message.direction.map { plan.isReversed ? $0.opposite : $0 }
        let given = plan.isConstant ? message.kinds.direction ?? told : told
        switch message.content {
        case .note: return
        case .failure(let words): end(Closure(by: .transport, detail: words), at: instant)
        case .close(let code, let reason):
            end(ForeignPlan.closure(code, reason, from: given), at: instant)
            guard let given else { return }
            var payload: [UInt8] = []
            if let code {
                payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] + Array((reason ?? "").utf8)
            }
            try emit(Frame(.close, payload), given, at: instant, message.own, body)
        case .frame(let opcode, let payload):
            guard let direction = given ?? message.kinds.direction else { return }
            try emit(Frame(opcode, payload), direction, at: instant, message.own, body)
        }
    }

    private mutating func emit(
        _ frame: Frame, _ direction: Direction, at instant: Timestamp, _ own: ForeignMessage.Own?, _ body: Body
    ) throws {
        var frame = frame
        frame.opcode = own?.opcode ?? frame.opcode
        frame.byteCount = own?.byteCount ?? frame.byteCount
        frame.isMasked = own?.isMasked ?? (direction == .clientToServer)
        frame.fault = own?.fault
        frame.isCut = own?.isCut ?? false
        sequence = own?.sequence ?? sequence.addingClamped(1)
        last = max(last, instant)
        frames += 1
        try emit(.frame(direction, frame), at: instant, body)
    }

    private mutating func end(_ closure: Closure, at instant: Timestamp) {
        // The first is how it ended: what comes later is said of a connection that is gone.
        guard self.closure == nil else { return }
        (self.closure, closedAt) = (closure, max(last, instant))
    }

    /// Call it once, behind the messages. Where nobody knows how it ended it is left open, and a reader takes the end of
    /// the file for it.
    mutating func close(_ body: Body) throws {
        if let end = plan.ownEnd {
            sequence = end.sequence ?? sequence
            return try emit(.closed(end.closure), at: end.at ?? last, body)
        }
        if let told = plan.end {
            let instant = plan.reading.instant(told.time) ?? last
            switch told.content {
            case .close(let code, let reason): end(ForeignPlan.closure(code, reason, from: nil), at: instant)
            case .failure(let words): end(Closure(by: .transport, detail: words), at: instant)
            default: break
            }
        }
        if let closure { try emit(.closed(closure), at: closedAt ?? last, body) }
    }
}

extension ForeignPlan {
    /// A close whose sender the file does not name is read as its code says: clients leave with 1000 and 1001, 1005 and
    /// 1006 are made up by libraries when no close crossed, and all others are what the service sends.
    static func closure(_ code: CloseCode?, _ reason: String?, from direction: Direction?) -> Closure {
        if let direction {
            return Closure(by: direction == .clientToServer ? .client : .server, code: code, reason: reason)
        }
        let untold = "the file does not say which side closed"
        switch code?.rawValue {
        case nil, 1005, 1006, 1015: return Closure(by: .transport, code: nil, reason: reason, detail: untold)
        case 1000, 1001: return Closure(by: .client, code: code, reason: reason, detail: untold)
        default: return Closure(by: .server, code: code, reason: reason, detail: untold)
        }
    }
}

extension ConnectTimings {
    /// How long the whole of it took, as far as it is known.
    fileprivate var total: Duration? {
        let steps = [dns, connect, tls, response].compactMap { $0 }
        return steps.isEmpty ? nil : steps.reduce(.zero, +)
    }
}
