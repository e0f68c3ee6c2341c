/// A piece of a call's arguments where they are streamed: an element of `partialArgs[]`.
public struct PartialArgument: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        /// A piece of a text: pieces are appended to each other.
        case text(String)
        case number(Double)
        case bool(Bool)
        case null
    }

    /// Where it belongs, as RFC 9535 writes it: `$.place.city`, `$.days[0]`. Nil where the piece before it goes on.
    public var path: String?
    public var value: Value?
    /// More of this text follows.
    public var willContinue: Bool

    public init(path: String?, value: Value?, willContinue: Bool = false) {
        self.path = path
        self.value = value
        self.willContinue = willContinue
    }
}

extension PartialArgument {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(path: nil, value: nil)
        for (key, value) in node.fields {
            switch key {
            case "jsonPath": path = value.string
            case "stringValue": self.value = value.string.map(Value.text)
            case "numberValue": self.value = value.double.map(Value.number)
            case "boolValue": self.value = value.bool.map(Value.bool)
            case "nullValue": self.value = .null
            case "willContinue": willContinue = value.isTrue
            default: reader.unknown("toolCall.functionCalls.partialArgs", key)
            }
        }
    }
}
