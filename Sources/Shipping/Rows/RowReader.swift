internal import LiveProtocol

/// Reads what `RowWriter` writes, and what a server answers in the format `RowBinary`.
public struct RowReader: Sendable {
    private let bytes: [UInt8]
    private var index = 0

    /// The bytes are not such rows.
    public struct Unreadable: Error, Hashable, Sendable {}

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var isAtEnd: Bool { index >= bytes.count }

    /// Bytes that have not been read.
    var left: Int { bytes.count - index }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(Unreadable) -> Value {
        let width = Value.bitWidth / 8
        guard bytes.count - index >= width else { throw Unreadable() }
        var value: Value = 0
        for offset in 0..<width {
            value |= Value(truncatingIfNeeded: bytes[index + offset]) << Value(truncatingIfNeeded: 8 * offset)
        }
        index += width
        return value
    }

    mutating func bool() throws(Unreadable) -> Bool { try integer(UInt8.self) != 0 }

    mutating func double() throws(Unreadable) -> Double { Double(bitPattern: try integer(UInt64.self)) }

    mutating func blob() throws(Unreadable) -> [UInt8] {
        var (length, shift) = (UInt64(0), UInt64(0))
        while true {
            let byte = try integer(UInt8.self)
            guard shift < 63 else { throw Unreadable() }
            length |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 { break }
        }
        guard length <= UInt64(bytes.count - index) else { throw Unreadable() }
        let end = index + Int(length)
        defer { index = end }
        return Array(bytes[index..<end])
    }

    mutating func text() throws(Unreadable) -> String { String(decoding: try blob(), as: UTF8.self) }

    mutating func optional<Value: FixedWidthInteger>(_ type: Value.Type) throws(Unreadable) -> Value? {
        try bool() ? nil : try integer(type)
    }

    mutating func optionalText() throws(Unreadable) -> String? { try bool() ? nil : try text() }
}
