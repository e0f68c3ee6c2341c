import LiveProtocol
import SessionModel
import Wording

/// What of a session livetop relayed and recorded and did not read: nothing that it says of the session is about that.
struct NotDecoded {
    private let counter: UndecodedCounter

    /// Kinds that are named.
    private static let shown = 8

    init(_ state: SessionState) { counter = state.undecoded }

    /// `not decoded: 42 messages (session.update 30, ping 12)`; nil where everything was read.
    var words: String? {
        guard !counter.isEmpty else { return nil }
        let kinds = counter.sorted
        var named = kinds.prefix(Self.shown).map { "\(ForeignText.clean($0.kind)) \(Format.count($0.count))" }
        let rest = counter.messages - kinds.prefix(Self.shown).reduce(0) { $0.addingClamped($1.count) }
        if rest > 0 { named.append("others \(Format.count(rest))") }
        return "not decoded: \(Format.counted(counter.messages, "message")) ("
            + named.joined(separator: ", ") + ")"
    }

    var json: JSONValue {
        .object([
            ("messages", .integer(counter.messages)),
            ("kinds", .object(counter.sorted.map { ($0.kind, JSONValue.integer($0.count)) })),
        ])
    }
}
