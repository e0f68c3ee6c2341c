internal import LiveProtocol

/// Rows in ClickHouse's format `RowBinary`: values behind one another, little-endian, texts behind their length.
public struct RowWriter: Hashable, Sendable {
    public private(set) var bytes: [UInt8] = []
    /// Where each row begins in `bytes`.
    public private(set) var starts: [Int] = []

    /// What the latest message of each direction held: most are alike but for their media.
    private var latestKinds: [Direction: KnownKind] = [:]

    public init() {}

    private struct KnownKind: Hashable, Sendable {
        var payload: [UInt8]
        var kind: String
    }

    /// The first thing that a message holds; empty where it cannot be read.
    mutating func kind(of payload: [UInt8], _ direction: Direction) -> String {
        if let known = latestKinds[direction], known.payload == payload { return known.kind }
        let kind = MessageClassifier.kinds(of: payload)?.first.rawValue ?? ""
        latestKinds[direction] = KnownKind(payload: payload, kind: kind)
        return kind
    }

    public var count: Int { starts.count }

    /// The bytes of some of the rows.
    public func slice(_ rows: Range<Int>) -> ArraySlice<UInt8> {
        let rows = rows.clamped(to: 0..<count)
        guard let first = rows.first else { return [] }
        let end = rows.upperBound < count ? starts[rows.upperBound] : bytes.count
        return bytes[starts[first]..<end]
    }

    /// A number that tells these rows from others (FNV-1a).
    public var digest: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }

    mutating func beginRow() { starts.append(bytes.count) }

    mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func append(_ value: Double) { append(value.bitPattern) }

    mutating func append(_ text: String) { append(Array(text.utf8)) }

    mutating func append(_ blob: [UInt8]) {
        var length = UInt64(blob.count)
        while length >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: length))
        bytes.append(contentsOf: blob)
    }

    /// As a `Nullable`.
    mutating func append<Value: FixedWidthInteger>(_ value: Value?) {
        bytes.append(value == nil ? 1 : 0)
        if let value { append(value) }
    }

    mutating func append(_ value: Double?) {
        let value = value.flatMap { $0.isFinite ? $0 : nil }
        bytes.append(value == nil ? 1 : 0)
        if let value { append(value) }
    }

    mutating func append(_ text: String?) {
        bytes.append(text == nil ? 1 : 0)
        if let text { append(text) }
    }

    /// Days since 1970, as far as a `Date` reaches.
    mutating func append(day instant: Timestamp) {
        append(UInt16(clamping: max(0, instant.nanoseconds) / 86_400_000_000_000))
    }
}
