/// A parsed JSON text that stays where it is: nodes are ranges of its bytes, and a string is copied only when asked
/// for. Made for messages of which a few small fields are read and one large string is not.
public final class JSONDocument: Sendable {
    public let bytes: [UInt8]
    /// In the order of the text. A container is followed by its contents; a key by its value.
    let nodes: [Node]

    /// Throws where `bytes` is not one JSON value; see `JSONParser` for its limits.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        self.bytes = bytes
        nodes = try JSONParser.parse(bytes)
    }

    public var root: JSONNode { JSONNode(self, 0) }

    struct Node: Sendable {
        /// Byte range: of a string without its quotes, of a container with its brackets.
        var start: Int32
        var end: Int32
        /// Index of the first node behind this one and its contents.
        var next: Int32
        var kind: Kind
        var hasEscapes: Bool
    }

    enum Kind: UInt8, Sendable {
        case null, `true`, `false`, number, string, key, array, object
    }
}

/// A place in a document.
public struct JSONNode: Sendable {
    let document: JSONDocument
    let index: Int

    init(_ document: JSONDocument, _ index: Int) {
        self.document = document
        self.index = index
    }

    private var node: JSONDocument.Node { document.nodes[index] }

    public var isNull: Bool { node.kind == .null }
    public var isObject: Bool { node.kind == .object }
    public var isArray: Bool { node.kind == .array }
    public var isString: Bool { node.kind == .string }

    /// Where the value stands in the document; strings without their quotes.
    public var byteRange: Range<Int> { Int(node.start)..<Int(node.end) }

    /// The value as it stands in the document; strings without their quotes and with their escapes.
    public var source: ArraySlice<UInt8> { document.bytes[byteRange] }

    /// Nil unless a string.
    public var string: String? {
        guard isString else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// The string's bytes: a slice of the document, unless escapes had to be resolved. Nil unless a string.
    public var stringBytes: ArraySlice<UInt8>? { isString ? text : nil }

    /// Nil unless a boolean.
    public var bool: Bool? {
        switch node.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// A whole number, written as a number or, as proto3 JSON does with 64 bits, as a string. Nil when it does not fit.
    public var int64: Int64? {
        guard node.kind == .number || node.kind == .string else { return nil }
        let text = String(decoding: source, as: UTF8.self)
        return Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
    }

    /// A whole number that livetop computes with: clamped to what a count can be. Nil like `int64`.
    public var count: Int64? { int64.map { max(-Int64.largestCount, min(Int64.largestCount, $0)) } }

    /// A finite number, or a string that holds one.
    public var double: Double? {
        guard node.kind == .number || node.kind == .string else { return nil }
        guard let number = Double(String(decoding: source, as: UTF8.self)), number.isFinite else { return nil }
        return number
    }

    /// A proto3 `Duration` such as `"9.5s"`. Nil for anything else and beyond ±292 years.
    public var duration: Duration? {
        guard let text = string, text.hasSuffix("s"), let seconds = Double(text.dropLast()), abs(seconds) < 9.2e9 else {
            return nil
        }
        return .nanoseconds(Int64(clamping: (seconds * 1e9).rounded()))
    }

    /// Text of a key or string.
    var text: ArraySlice<UInt8> { node.hasEscapes ? JSONText.unescaped(source) : source }

    /// The value behind this one in its container.
    func next() -> JSONNode { JSONNode(document, Int(node.next)) }
}

extension JSONNode {
    /// Members of an object in their order; none for any other value. Members that are `null` are left out: in proto3
    /// JSON they mean what absence means.
    public var fields: Fields { Fields(self, skipsNull: true) }

    /// All members of an object in their order, `null` or not; none for any other value.
    public var members: Fields { Fields(self, skipsNull: false) }

    /// Elements of an array; none for any other value.
    public var elements: Elements { Elements(self) }

    /// The first member with that name in either spelling, unless it is `null`.
    public subscript(name: StaticString) -> JSONNode? {
        for (key, value) in fields where name ~= key { return value }
        return nil
    }

    public struct Fields: Sequence, IteratorProtocol {
        private let document: JSONDocument
        private var index: Int
        private let end: Int
        private let skipsNull: Bool

        init(_ node: JSONNode, skipsNull: Bool) {
            self.skipsNull = skipsNull
            document = node.document
            index = node.index + 1
            end = node.isObject ? Int(node.node.next) : index
        }

        public mutating func next() -> (key: JSONKey, value: JSONNode)? {
            while index < end {
                let key = JSONNode(document, index)
                let value = JSONNode(document, index + 1)
                index = Int(value.node.next)
                if !(skipsNull && value.isNull) { return (JSONKey(text: key.text), value) }
            }
            return nil
        }
    }

    public struct Elements: Sequence, IteratorProtocol {
        private let document: JSONDocument
        private var index: Int
        private let end: Int

        init(_ node: JSONNode) {
            document = node.document
            index = node.index + 1
            end = node.isArray ? Int(node.node.next) : index
        }

        /// How many there are from here on.
        public var count: Int { reduce(0) { count, _ in count + 1 } }

        public mutating func next() -> JSONNode? {
            guard index < end else { return nil }
            let element = JSONNode(document, index)
            index = Int(element.node.next)
            return element
        }
    }
}
