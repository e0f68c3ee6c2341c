public import LiveProtocol

/// Tool calls of the model and what became of them.
public struct ToolCallTracker: Codable, Hashable, Sendable {
    /// Calls without an answer, oldest first, at most `pendingLimit`.
    public private(set) var pending: [ToolCall] = []
    /// Calls that are over, the latest 100.
    public private(set) var recent = Ring<ToolCall>(capacity: 100)
    public private(set) var count = 0
    /// Tools that the service ran, the latest 100: nobody waits for the client.
    public private(set) var service = Ring<ToolCall>(capacity: 100)

    static let pendingLimit = 64

    public init() {}

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {
        switch event.kind {
        case .server(.toolCall(let call)): open(call, event)
        case .server(.serviceCall(let call)): note(call, event)
        case .server(.serviceResult(let result)): take(result, event, &metrics)
        case .server(.toolCallCancellation(let ids)):
            for id in ids.map(\.shortened) { finish(where: { $0.id == id }, as: .cancelled, at: event.at) }
        case .client(.toolResponse(let response)): answer(response, event, &metrics)
        case .wire(.closed): while let call = pending.first { finish(where: { $0 == call }, as: .unanswered, at: nil) }
        default: break
        }
    }

    private mutating func open(_ call: FunctionCall, _ event: LiveEvent) {
        // A streamed call comes in pieces under one id, each with the arguments so far.
        if let id = call.id?.shortened, let place = pending.firstIndex(where: { $0.id == id }) {
            pending[place].arguments = call.arguments?.shortened ?? pending[place].arguments
            return
        }
        count += 1
        if pending.count == Self.pendingLimit { finish(where: { _ in true }, as: .unanswered, at: nil) }
        var opened = ToolCall(id: call.id, name: call.name, calledAt: event.at, sequence: event.sequence)
        opened.connection = event.connection
        opened.arguments = call.arguments?.shortened
        pending.append(opened)
    }

    private mutating func note(_ call: ServiceCall, _ event: LiveEvent) {
        var noted = ToolCall(id: call.id, name: call.name, calledAt: event.at, sequence: event.sequence)
        noted.connection = event.connection
        noted.arguments = call.arguments?.shortened
        noted.isService = true
        service.append(noted)
    }

    /// The result of a tool of the service; in Live Interactions also what the service took as a function's.
    private mutating func take(_ result: ServiceResult, _ event: LiveEvent, _ metrics: inout MetricLog) {
        let id = result.id?.shortened
        if let id, let call = pending.first(where: { $0.id == id }) {
            return answer(FunctionResponse(id: result.id, name: call.name), event, &metrics)
        }
        _ = service.updateLast(where: { call in
            call.outcome == .pending && (id.map { call.id == $0 } ?? (call.name == result.name.shortened))
        }) { call in
            call.outcome = .answered
            call.answeredAt = event.at
        }
    }

    private mutating func answer(_ response: FunctionResponse, _ event: LiveEvent, _ metrics: inout MetricLog) {
        guard !response.willContinue else { return }
        let instant = event.at
        // Vertex may leave ids out: then the name has to do.
        let (id, name) = (response.id?.shortened, response.name.shortened)
        let matches = { (call: ToolCall) in id.map { call.id == $0 } ?? (call.id == nil && call.name == name) }
        let isPending = finish(where: matches, as: .answered, at: instant)
        if isPending, let length = recent.last?.duration { metrics.record(.tool, length.milliseconds, at: instant) }
        let known = recent.updateLast(where: matches) { call in
            call.answer = ToolCall.Answer(
                name: name, connection: event.connection, frame: event.mark,
                scheduling: response.scheduling?.shortened)
            guard !isPending else { return }
            switch call.outcome {
            // The connection broke, the session was resumed, and the answer came there.
            case .unanswered:
                call.outcome = .answered
                call.answeredAt = instant
            case .cancelled: call.outcome = .late
            default: call.outcome = .duplicate
            }
        }
        guard !known else { return }
        var stray = ToolCall(id: response.id, name: response.name, calledAt: nil, sequence: nil)
        stray.answeredAt = instant
        stray.answer = ToolCall.Answer(name: name, connection: event.connection, frame: event.mark)
        stray.outcome = .unknown
        recent.append(stray)
    }

    @discardableResult
    private mutating func finish(
        where matches: (ToolCall) -> Bool, as outcome: ToolCall.Outcome, at instant: Timestamp?
    ) -> Bool {
        guard let index = pending.firstIndex(where: matches) else { return false }
        var call = pending.remove(at: index)
        call.outcome = outcome
        call.answeredAt = instant
        recent.append(call)
        return true
    }
}

extension ToolCallTracker {
    /// All that is known, in no order: of the client and of the service.
    public var all: [ToolCall] { Array(recent) + pending + Array(service) }
}

/// One call and its end.
public struct ToolCall: Codable, Hashable, Sendable {
    public var id: String?
    public var name: String
    /// Nil for an answer that fits no call.
    public var calledAt: Timestamp?
    /// The frame that carried the call.
    public var sequence: Int64?
    public var connection: ConnectionID?
    /// As on the wire, the beginning of it.
    public var arguments: String?
    /// The last answer to it.
    public var answer: Answer?
    /// When the answer or the cancellation crossed.
    public var answeredAt: Timestamp?
    public var outcome = Outcome.pending
    /// The service ran it.
    public var isService = false

    public enum Outcome: String, CaseIterable, Codable, Hashable, Sendable {
        case pending
        case answered
        /// Answered after the server had cancelled it.
        case late
        case cancelled
        /// Answered more than once.
        case duplicate
        /// An answer to a call that was never made.
        case unknown
        /// The connection closed first, or too many calls were open.
        case unanswered
    }

    public struct Answer: Codable, Hashable, Sendable {
        /// May differ from the call's.
        public var name: String
        public var connection: ConnectionID
        public var frame: FrameMark
        /// When the model was to take it: `SILENT`, `WHEN_IDLE` or `INTERRUPT`.
        public var scheduling: String?
    }

    init(id: String?, name: String, calledAt: Timestamp?, sequence: Int64?) {
        self.id = id?.shortened
        self.name = name.shortened
        self.calledAt = calledAt
        self.sequence = sequence
    }

    public var duration: Duration? {
        guard let calledAt, let answeredAt else { return nil }
        return answeredAt - calledAt
    }
}
