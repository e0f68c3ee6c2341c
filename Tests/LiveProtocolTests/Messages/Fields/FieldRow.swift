import LiveProtocol

/// One field of the wire: a message that holds it, and how to see that it was read.
struct FieldRow<Message: Sendable>: Sendable, CustomStringConvertible {
    /// As `docs/protocol.md` names it, from the top of the message; lists without their brackets.
    let path: String
    /// The object that holds the field, as `path`, lists with their brackets; empty for the message itself.
    let parent: String
    /// In camelCase, as JavaScript, Go, Java and the service spell it.
    let json: String
    /// The field has the value of `json`. False of a message without it.
    let isRead: @Sendable (Message) -> Bool

    var description: String { path }

    /// A field that is read only beside another one.
    init(
        _ parent: String, _ name: String, in json: String, _ isRead: @escaping @Sendable (Message) -> Bool
    ) {
        (self.parent, self.json, self.isRead) = (parent, json, isRead)
        path = parent.isEmpty ? name : "\(parent).\(name)".replacing("[]", with: "")
    }

    /// A field that its value alone says everything about.
    init(_ parent: String, _ name: String, _ value: String, _ isRead: @escaping @Sendable (Message) -> Bool) {
        self.init(parent, name, in: Self.nested("{\"\(name)\":\(value)}", in: parent), isRead)
    }

    /// `object` at `parent`, with what is around it.
    static func nested(_ object: String, in parent: String) -> String {
        parent.split(separator: ".").reversed().reduce(object) { inner, key in
            key.hasSuffix("[]") ? "{\"\(key.dropLast(2))\":[\(inner)]}" : "{\"\(key)\":\(inner)}"
        }
    }

    /// The ways in which the wire may spell the same: SDKs use all of them (`docs/protocol.md`).
    var spellings: [String] {
        let snake = MessageFixtures.snakeCased(json)
        let quoted = { (text: String) in text.replacing(/:(-?[0-9.]+)([,}\]])/) { ":\"\($0.1)\"\($0.2)" } }
        return Array(Set([json, snake, quoted(json), quoted(snake)])).sorted()
    }
}

typealias ClientField = FieldRow<ClientMessage>
typealias ServerField = FieldRow<ServerMessage>
