/// The value of an attribute.
public enum OTLPValue: Hashable, Sendable {
    case string(String)
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case strings([String])
}

/// One thing that is said of a span, a log record, a point or a resource.
public struct OTLPAttribute: Hashable, Sendable {
    public var key: String
    public var value: OTLPValue

    public init(_ key: String, _ value: OTLPValue) { (self.key, self.value) = (key, value) }
}

/// Attributes as they are put together: what is not known is left out.
struct OTLPAttributes: Hashable, Sendable {
    private(set) var list: [OTLPAttribute] = []

    mutating func add(_ key: String, _ value: String?) { add(key, value.map(OTLPValue.string)) }
    mutating func add(_ key: String, _ value: Int64?) { add(key, value.map(OTLPValue.integer)) }
    mutating func add(_ key: String, _ value: Bool?) { add(key, value.map(OTLPValue.bool)) }
    mutating func add(_ key: String, _ value: [String]?) { add(key, value.map(OTLPValue.strings)) }

    mutating func add(_ key: String, _ value: Double?) {
        add(key, value.flatMap { $0.isFinite ? OTLPValue.number($0) : nil })
    }

    private mutating func add(_ key: String, _ value: OTLPValue?) {
        if let value { list.append(OTLPAttribute(key, value)) }
    }
}
