public import LiveProtocol

/// What is asked of a running proxy about faults: by a screen, and as a line of its control socket by other processes.
///
/// ```
/// {"request":"fault","faults":["goaway,left=10s"],"session":"…"}     or "tag", "next", "all"; "at" where it has a moment
/// {"request":"faults"}
/// {"request":"fault-stop"}                                           or with the "number" of one
/// ```
public enum FaultRequest: Hashable, Sendable {
    /// Faults as text, at a moment of their own where one is named.
    case inject([String], at: String? = nil, for: Target)
    case list
    /// Ends the one with that number; nil: all.
    case stop(Int? = nil)

    public enum Target: Hashable, Sendable {
        /// The session's connection that is open.
        case session(SessionID)
        case tag(String)
        case next(Int)
        case all
    }

    public var json: JSONValue {
        switch self {
        case .list: .object([("request", "faults")])
        case .stop(let number):
            .object([("request", "fault-stop")] + (number.map { [("number", .integer($0))] } ?? []))
        case .inject(let faults, let moment, let target):
            .object(
                [("request", "fault"), ("faults", .array(faults.map(JSONValue.string))), target.member]
                    + (moment.map { [("at", .string($0))] } ?? []))
        }
    }

    /// Nil for what is no such request.
    public init?(_ node: JSONNode) {
        switch node["request"]?.string {
        case "faults": self = .list
        case "fault-stop":
            guard let number = node["number"] else {
                self = .stop()
                return
            }
            guard let number = number.int64.flatMap(Int.init(exactly:)) else { return nil }
            self = .stop(number)
        case "fault":
            guard let target = Target(node) else { return nil }
            self = .inject(
                node["faults"]?.elements.compactMap(\.string) ?? [], at: node["at"]?.string, for: target)
        default: return nil
        }
    }
}

extension FaultRequest.Target {
    fileprivate var member: (String, JSONValue) {
        switch self {
        case .session(let session): ("session", .string(session.description))
        case .tag(let tag): ("tag", .string(tag))
        case .next(let count): ("next", .integer(count))
        case .all: ("all", true)
        }
    }

    fileprivate init?(_ node: JSONNode) {
        if let session = node["session"]?.string.flatMap(SessionID.init) {
            self = .session(session)
        } else if let tag = node["tag"]?.string {
            self = .tag(tag)
        } else if let count = node["next"]?.int64.flatMap(Int.init(exactly:)), count > 0 {
            self = .next(count)
        } else if node["all"]?.bool == true {
            self = .all
        } else {
            return nil
        }
    }
}
