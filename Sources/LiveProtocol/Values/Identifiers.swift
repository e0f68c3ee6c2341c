/// Names one connection for ever: milliseconds since 2020-01-01 at its opening, moved on by one where two coincide.
///
/// Its text is eight or more Crockford base-32 digits: sortable by time, typeable, without `i`, `l`, `o`, `u`.
public struct ConnectionID: Codable, Hashable, Comparable, Sendable, CustomStringConvertible,
    LosslessStringConvertible
{
    public var rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init?(_ description: String) {
        guard let rawValue = Base32.decode(description) else { return nil }
        self.rawValue = rawValue
    }

    /// The first free identifier at `instant` after `previous`.
    public static func next(after previous: ConnectionID?, at instant: Timestamp) -> ConnectionID {
        let milliseconds = UInt64(clamping: instant.nanoseconds / 1_000_000 - epochMilliseconds)
        let floor = previous.map { $0.rawValue &+ 1 } ?? 0
        return ConnectionID(rawValue: max(milliseconds, floor))
    }

    public var description: String { Base32.encode(rawValue) }

    public static func < (left: ConnectionID, right: ConnectionID) -> Bool { left.rawValue < right.rawValue }

    private static let epochMilliseconds: Int64 = 1_577_836_800_000
}

/// Names one session: the identifier of its first connection.
public struct SessionID: Codable, Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    public var firstConnection: ConnectionID

    public init(_ firstConnection: ConnectionID) { self.firstConnection = firstConnection }

    public init?(_ description: String) {
        guard let connection = ConnectionID(description) else { return nil }
        self.firstConnection = connection
    }

    public var description: String { firstConnection.description }

    public static func < (left: SessionID, right: SessionID) -> Bool { left.firstConnection < right.firstConnection }
}

/// Crockford's base 32, lower case, at least eight digits.
enum Base32 {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func encode(_ value: UInt64) -> String {
        var rest = value
        var text: [UInt8] = []
        repeat {
            text.append(digits[Int(rest & 31)])
            rest >>= 5
        } while rest > 0 || text.count < 8
        return String(decoding: text.reversed(), as: UTF8.self)
    }

    static func decode(_ text: String) -> UInt64? {
        guard (8...13).contains(text.utf8.count) else { return nil }
        var value: UInt64 = 0
        for byte in text.lowercased().utf8 {
            guard let digit = digits.firstIndex(of: byte), value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return value
    }
}
