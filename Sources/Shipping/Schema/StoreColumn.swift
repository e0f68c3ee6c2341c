/// A column of a central store.
public struct StoreColumn: Hashable, Sendable {
    public var name: String
    public var type: StoreType

    init(_ name: String, _ type: StoreType) { (self.name, self.type) = (name, type) }
}

/// What a column holds. Each has a type that every server knows, and one that newer ones store better.
public indirect enum StoreType: Hashable, Sendable {
    case day
    case text
    /// A text of which there are few different ones.
    case name
    case payload
    case flag, uint32, uint64, int64, float64
    case uint8
    /// Nanoseconds since 1970.
    case instant
    case direction
    case version
    case optional(StoreType)

    var portable: String {
        switch self {
        case .day: "Date"
        case .text, .name, .payload: "String"
        case .flag, .uint8: "UInt8"
        case .uint32: "UInt32"
        case .uint64, .version: "UInt64"
        case .int64, .instant: "Int64"
        case .float64: "Float64"
        case .direction: "Enum8('up' = 0, 'down' = 1)"
        case .optional(let type): "Nullable(\(type.portable))"
        }
    }

    /// With what needs a server of this decade.
    var modern: String {
        switch self {
        case .name: "LowCardinality(String)"
        case .payload: "String CODEC(ZSTD(3))"
        case .instant: "Int64 CODEC(DoubleDelta, ZSTD(1))"
        default: portable
        }
    }

    /// Whether a server's word for the type of a column is as good as ours.
    func isFulfilled(by word: String) -> Bool {
        var word = word.replacing(" ", with: "")
        if word.hasPrefix("LowCardinality("), word.hasSuffix(")") { word = String(word.dropFirst(15).dropLast()) }
        return word == portable.replacing(" ", with: "")
    }
}
