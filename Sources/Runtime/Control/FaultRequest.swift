package import LiveProtocol
import Wording

/// What is asked of a running proxy about faults, as a line of its control socket.
///
/// ```
/// {"request":"fault","faults":["goaway,left=10s"],"session":"…"}     or "tag", "next", "all"
/// {"request":"faults"}
/// {"request":"fault-stop"}
/// ```
package enum FaultRequest: Equatable, Sendable {
    case inject([String], for: Target)
    case list
    case stop

    package enum Target: Equatable, Sendable {
        /// The session's connection that is open.
        case session(SessionID)
        case tag(String)
        case next(Int)
        case all
    }

    package var json: JSONValue {
        switch self {
        case .list: .object([("request", "faults")])
        case .stop: .object([("request", "fault-stop")])
        case .inject(let faults, let target):
            .object([
                ("request", "fault"), ("faults", .array(faults.map(JSONValue.string))), target.member,
            ])
        }
    }

    /// Nil for what is no such request.
    init?(_ node: JSONNode) {
        switch node["request"]?.string {
        case "faults": self = .list
        case "fault-stop": self = .stop
        case "fault":
            guard let target = Target(node) else { return nil }
            self = .inject(node["faults"]?.elements.compactMap(\.string) ?? [], for: target)
        default: return nil
        }
    }
}

extension FaultRequest.Target {
    /// For whom a fault is on.
    ///
    /// - Parameter calls: those that run and that it is for.
    package func words(_ calls: some BinaryInteger) -> String {
        let running = Format.counted(calls, "call")
        return switch self {
        case .session: running
        case .next(1): "the next call"
        case .next(let count): "the next \(Format.counted(count, "call"))"
        case .tag(let tag):
            calls > 0 ? "\(running) and those that come with the tag \(tag)" : "calls that come with the tag \(tag)"
        case .all: calls > 0 ? "\(running) and those that come" : "every call that comes"
        }
    }

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
