/// A JSON document as a value of its own: what livetop writes, and reads back from its own files.
///
/// Members keep the order in which they were given, so that the same value is always the same text. Documents from
/// the wire are read with `JSONDocument`, which copies nothing.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// `.object([("tag", .string("x")), …])`.
    public static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { Member($0.0, $0.1) })
    }

    /// The value, `null` for nil.
    public static func string(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    public static func integer(_ value: Int64?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
    public static func integer(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    public static func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
    public static func bool(_ value: Bool?) -> JSONValue { value.map(JSONValue.bool) ?? .null }
    /// RFC 3339 with milliseconds, `null` for nil.
    public static func time(_ value: Timestamp?) -> JSONValue { .string(value?.rfc3339) }

    /// The first member of that name, nil when this is no object or has none.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// A whole number, also one written as `1.0`.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSONValue {
    /// Reads one JSON value. Throws where `text` is none; see `JSONParser` for its limits.
    public init(parsing text: [UInt8]) throws(JSONError) {
        self.init(try JSONDocument(text).root)
    }

    /// A copy of a place in a document, `null` members included. Numbers that are not whole or do not fit 64 bits
    /// become `number`, or `null` where even that cannot hold them.
    public init(_ node: JSONNode) { self = node.value }
}

extension JSONNode {
    /// Recursion is limited by `JSONParser.depthLimit`.
    fileprivate var value: JSONValue {
        if let string { return .string(string) }
        if let bool { return .bool(bool) }
        if isArray { return .array(elements.map(\.value)) }
        if isObject { return .object(members.map { JSONValue.Member($0.key.string, $0.value.value) }) }
        if isNull { return .null }
        return Int64(String(decoding: source, as: UTF8.self)).map(JSONValue.integer) ?? .number(double)
    }
}
