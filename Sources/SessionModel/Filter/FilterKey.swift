import LiveProtocol

/// A word in front of `:` in a filter, as data: parser, completion and `docs/filter.md` all come from `FilterKey.all`.
public struct FilterKey: Hashable, Sendable {
    public enum ID: String, CaseIterable, Hashable, Sendable {
        case kind, dir, size, dur, at, delta, seq, opcode
        case tag, id, model, state, age, tokens, context, turns, interruptions, connections, frames, bytes
        case turn, close, by, reason, status, host, path
        case `is`, has, finding
    }

    enum Values: Hashable, Sendable {
        case number(FilterQuantity.Unit)
        /// One of these.
        case words([String])
        case text
    }

    public let id: ID
    let values: Values
    public let scopes: Set<FilterScope>
    /// One line for the prompt and the document.
    public let help: String
    public let example: String

    public var name: String { id.rawValue }

    /// What can be completed behind `:`.
    public var words: [String] {
        if case .words(let words) = values { words } else { [] }
    }

    public static func named(_ name: String) -> FilterKey? { all.first { $0.name == name.lowercased() } }

    static func keys(for scope: FilterScope?) -> [FilterKey] {
        guard let scope else { return all }
        return all.filter { $0.scopes.contains(scope) }
    }
}

extension FilterKey {
    private init(
        _ id: ID, _ values: Values, _ scopes: Set<FilterScope>, _ help: String, _ example: String
    ) {
        self.id = id
        self.values = values
        self.scopes = scopes
        self.help = help
        self.example = example
    }

    /// In the order of the document.
    public static let all: [FilterKey] = [
        FilterKey(
            .kind, .words(kinds), [.frames, .events],
            "what a message holds, whole (`serverContent.audio`) or its last part (`audio`)", "kind:audio"),
        FilterKey(
            .dir, .words(["up", "down"]), [.frames, .events], "up from the app, down from the service", "dir:up"),
        FilterKey(.size, .number(.bytes), [.frames, .events], "bytes on the wire", "size:>4k"),
        FilterKey(
            .dur, .number(.time), [.frames, .events, .turns], "how long the audio in it sounds", "dur:>40ms"),
        FilterKey(.at, .number(.time), [.frames, .turns], "time since the session began", "at:>3:12"),
        FilterKey(.delta, .number(.time), [.frames], "time since the frame before", "delta:>500ms"),
        FilterKey(.seq, .number(.count), [.frames, .events], "number of the frame on its connection", "seq:>1000"),
        FilterKey(.opcode, .words(opcodes), [.frames, .events], "what WebSocket calls the frame", "opcode:close"),
        FilterKey(.turn, .number(.count), [.turns], "number of the turn in its session, from 1", "turn:>3"),
        FilterKey(.tag, .text, [.sessions], "the session's tag", "tag:branch-*"),
        FilterKey(.id, .text, [.sessions], "the session's name", "id:5t8evm01"),
        FilterKey(.model, .text, [.sessions], "the model, without `models/`", "model:~live"),
        FilterKey(.state, .words(states), [.sessions], "what the session is doing", "state:speaking"),
        FilterKey(.age, .number(.time), [.sessions], "how long it is open, or was", "age:>8m"),
        FilterKey(.tokens, .number(.count), [.sessions], "tokens in the context", "tokens:>32k"),
        FilterKey(.context, .number(.share), [.sessions], "share of the context that is used", "context:>80%"),
        FilterKey(.turns, .number(.count), [.sessions], "turns so far", "turns:>10"),
        FilterKey(.interruptions, .number(.count), [.sessions], "turns that were interrupted", "interruptions:>0"),
        FilterKey(.connections, .number(.count), [.sessions], "connections that belong to it", "connections:>1"),
        FilterKey(.frames, .number(.count), [.sessions], "frames in both directions", "frames:>10k"),
        FilterKey(.bytes, .number(.bytes), [.sessions], "bytes in both directions", "bytes:>10m"),
        FilterKey(.close, .number(.count), [.sessions, .frames, .events], "close code", "close:1008"),
        FilterKey(.by, .words(parties), [.sessions, .events], "who closed or refused", "by:server"),
        FilterKey(
            .reason, .text, [.sessions, .turns, .events], "reason of a close, a refusal or the end of a turn",
            "reason:*quota*"),
        FilterKey(.status, .number(.count), [.sessions, .events], "HTTP status of a refused upgrade", "status:429"),
        FilterKey(.host, .text, [.sessions, .events], "host of the service", "host:*.googleapis.com"),
        FilterKey(.path, .text, [.sessions, .events], "path asked for, without secrets", "path:*v1alpha*"),
        FilterKey(
            .is, .words(states.map { $0 } + flags), Set(FilterScope.allCases), "what is true of it", "is:interrupted"),
        FilterKey(.has, .words(contents), Set(FilterScope.allCases), "what is in it", "has:tool"),
        FilterKey(
            .finding, .text, [.sessions, .turns, .frames], "id of a finding; none is made so far",
            "finding:goaway-ignored"),
    ]

    private static let kinds =
        MessageKind.allCases.flatMap { kind in [kind.rawValue, kind.lastPart, kind.firstPart] }.unique + opcodes
    private static let opcodes = ["continuation", "text", "binary", "close", "ping", "pong"]
    private static let states = SessionActivity.allCases.map(\.rawValue)
    private static let parties = Party.allCases.map(\.rawValue)
    private static let flags = [
        "open", "refused", "interrupted", "incomplete", "unreadable", "fragment", "control", "marked",
    ]
    private static let contents = [
        "audio", "video", "text", "tool", "usage", "transcript", "thought", "goaway", "drops",
    ]
}

extension MessageKind {
    /// `audio` of `serverContent.audio`.
    var lastPart: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }

    /// `serverContent` of `serverContent.audio`.
    var firstPart: String { rawValue.split(separator: ".").first.map(String.init) ?? rawValue }
}

extension [String] {
    /// Each once, in the order of first appearance.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
