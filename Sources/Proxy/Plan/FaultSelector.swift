import LiveProtocol

/// Which messages or control frames a fault concerns, by what is in them.
public struct FaultSelector: Hashable, Sendable {
    /// As it was asked for: `interrupted`, `serverContent.audio`, `pong`, `any`.
    public var name: String
    /// Kinds of messages; empty for `any` and for control frames.
    var kinds: [MessageKind] = []
    var opcode: Opcode?

    /// Nil for what is no kind. `audio` names that of both ways: where it matters, the way decides.
    public init?(_ name: String) {
        self.name = name
        switch name.lowercased() {
        case "any", "message": return
        case "ping": opcode = .ping
        case "pong": opcode = .pong
        default:
            kinds = MessageKind.allCases.filter { kind in
                kind != .unknown && [kind.rawValue, kind.lastName].contains { $0.lowercased() == name.lowercased() }
            }
            if kinds.isEmpty { return nil }
        }
    }

    /// What may be named, for messages.
    public static let names: [String] =
        ["any", "ping", "pong"]
        + MessageKind.allCases.filter { $0 != .unknown }.map(\.lastName).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }

    func matches(_ direction: Direction, _ kinds: MessageKinds) -> Bool {
        guard opcode == nil else { return false }
        return self.kinds.isEmpty || self.kinds.contains { kinds.contains($0) && $0.mayTravel(direction) }
    }

    func matches(_ opcode: Opcode) -> Bool { self.opcode == opcode }

    /// False when nothing of the kind ever goes that way.
    func mayTravel(_ direction: Direction) -> Bool {
        kinds.isEmpty || kinds.contains { $0.mayTravel(direction) }
    }
}

extension MessageKind {
    /// `serverContent.audio` → `audio`.
    fileprivate var lastName: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }

    fileprivate func mayTravel(_ direction: Direction) -> Bool {
        switch self {
        case .setup, .toolResponse, .realtimeAudio, .realtimeVideo, .realtimeText, .activityStart, .activityEnd,
            .audioStreamEnd, .clientContent, .interactionCreate, .interactionConnect, .interactionComplete,
            .interactionCancel, .interactionDisconnect, .interactionInput, .userAction, .worldSetup:
            direction == .clientToServer
        case .unknown: true
        default: direction == .serverToClient
        }
    }
}
