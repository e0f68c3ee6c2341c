public import LiveProtocol

/// A fault that somebody has asked for, and how far it is.
public struct RunningFault: Hashable, Sendable {
    /// By which it is ended; that of a tag has the same for every call.
    public var number: Int
    public var fault: String
    public var phase: Phase
    /// Whose calls it is for, in words.
    public var whom: String
    /// What it has done so far.
    public var hits: Int

    public enum Phase: String, Hashable, Sendable {
        /// For a call, or for its moment.
        case waiting
        case active, over
    }

    public init(number: Int, fault: String, phase: Phase, whom: String, hits: Int = 0) {
        self.number = number
        self.fault = fault
        self.phase = phase
        self.whom = whom
        self.hits = hits
    }
}

extension RunningFault {
    public var json: JSONValue {
        .object([
            ("number", .integer(number)), ("fault", .string(fault)), ("phase", .string(phase.rawValue)),
            ("for", .string(whom)), ("hits", .integer(hits)),
        ])
    }

    /// Reads what another process wrote; nil for what is none.
    public init?(_ node: JSONNode) {
        guard let number = node["number"]?.int64.flatMap(Int.init(exactly:)), let fault = node["fault"]?.string,
            let phase = node["phase"]?.string.flatMap(Phase.init), let whom = node["for"]?.string
        else { return nil }
        self.init(
            number: number, fault: fault, phase: phase, whom: whom,
            hits: node["hits"]?.int64.flatMap(Int.init(exactly:)) ?? 0)
    }
}
