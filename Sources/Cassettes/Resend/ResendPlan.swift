import LiveProtocol
import Simulator

/// The recorded client of one connection, ready to be sent again: what it said, when, and what it had waited for.
///
/// Sound, video and activity marks go out at their pace, counted from `setupComplete`. What was said in words waits,
/// besides, for as many finished turns as it had waited for then, and a tool's answer for the call that it answers: a
/// service that takes longer this time is not interrupted by it.
public struct ResendPlan: Sendable {
    public struct Step: Hashable, Sendable {
        /// What a step waits for besides its time.
        public enum Gate: Hashable, Sendable {
            case none
            case turns(Int)
            /// The calls that it answers, as they were numbered and named then.
            case calls([ToolCallReference])
        }

        public var payload: [UInt8]
        public var isText: Bool
        /// Time since the connection opened, or since `setupComplete` where it was said after that.
        public var at: Duration
        public var isAfterSetup: Bool
        public var gate: Gate
        /// Time since the turn ended, or the call came, that the step waits for.
        public var afterGate: Duration
    }

    public internal(set) var steps: [Step] = []
    /// When the client closed, or the call ended otherwise, like `Step.at`.
    public internal(set) var endsAt = Duration.zero
    /// Turns of the service that were over when the call ended.
    public private(set) var turns = 0
    /// The client's close code; 1000 where it sent none.
    public private(set) var closeCode: UInt16 = 1000
    /// The service ended the call: the client waits for that.
    public private(set) var isEndedByServer = false

    private var hasSetup = false
    private var start = Duration.zero
    private var now = Duration.zero
    private var turnEndedAt = Duration.zero
    private var calls: [ToolCallReference: Duration] = [:]
    /// The calls of the recording.
    private(set) var numbering = ToolCallNumbering()

    public init(_ tape: Cassette.Tape) {
        for step in tape.steps {
            now += step.after
            if step.direction == .serverToClient { hear(step.payload) } else { say(step) }
        }
        endsAt = now + (tape.closing?.after ?? .zero) - start
        guard let closing = tape.closing else { return }
        isEndedByServer = closing.isByServer
        if !closing.isByServer, let code = closing.code { closeCode = code }
    }

    /// The client said nothing.
    public var isEmpty: Bool { steps.isEmpty }
    /// How long it lasts when the service is as quick as it was.
    public var length: Duration { start + endsAt }

    /// Since the connection opened.
    func time(of step: Step) -> Duration { step.isAfterSetup ? start + step.at : step.at }

    private mutating func hear(_ payload: [UInt8]) {
        let heard = ServerNews(payload)
        if heard.isSetupComplete, !hasSetup { (hasSetup, start) = (true, now) }
        if heard.endsTurn { (turns, turnEndedAt) = (turns.addingClamped(1), now) }
        for call in heard.calls { calls[numbering.number(call)] = now }
    }

    private mutating func say(_ step: Cassette.Tape.Step) {
        let gate = gate(for: step.payload)
        steps.append(
            Step(
                payload: step.payload, isText: step.isText, at: now - start, isAfterSetup: hasSetup, gate: gate,
                afterGate: pause(behind: gate)))
    }

    private func gate(for payload: [UInt8]) -> Step.Gate {
        guard hasSetup, let kinds = MessageClassifier.kinds(of: payload) else { return .none }
        if kinds.contains(.toolResponse) {
            return .calls(ToolAnswer(payload)?.ids.compactMap { numbering.reference(of: $0) } ?? [])
        }
        return kinds.contains(.clientContent) || kinds.contains(.realtimeText) ? .turns(turns) : .none
    }

    private func pause(behind gate: Step.Gate) -> Duration {
        switch gate {
        case .none: .zero
        case .turns(let count): count == 0 ? .zero : now - turnEndedAt
        case .calls(let references): references.compactMap { calls[$0] }.max().map { now - $0 } ?? .zero
        }
    }
}

/// A call of a function by its name and the how manieth of that name it is, from 1: its id is another every time.
public struct ToolCallReference: Hashable, Sendable {
    public var name: String
    public var number: Int
}

/// Numbers the calls of one connection as they come.
struct ToolCallNumbering: Hashable, Sendable {
    private var counts: [String: Int] = [:]
    private var references: [String: ToolCallReference] = [:]
    private var ids: [ToolCallReference: String] = [:]

    /// A call without an id is answered by its place alone.
    @discardableResult
    mutating func number(_ call: ServerNews.Call) -> ToolCallReference {
        counts[call.name, default: 0] += 1
        let reference = ToolCallReference(name: call.name, number: counts[call.name] ?? 1)
        if let id = call.id {
            references[id] = reference
            ids[reference] = id
        }
        return reference
    }

    func reference(of id: String) -> ToolCallReference? { references[id] }
    func id(of reference: ToolCallReference) -> String? { ids[reference] }
}
