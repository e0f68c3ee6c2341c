/// Names a trace in every back-end: 16 bytes, not all of them zero.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
    var high: UInt64
    var low: UInt64

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// Nil for what is not 32 lower-case hexadecimal digits, and for zeros alone.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 32, let high = UInt64(hex: text.prefix(16)), let low = UInt64(hex: text.suffix(16)),
            high | low != 0
        else { return nil }
        (self.high, self.low) = (high, low)
    }

    /// As in `traceparent`.
    public var description: String { high.hexDigits + low.hexDigits }

    var bytes: [UInt8] { high.bigEndianBytes + low.bigEndianBytes }
}

/// Names a span within a trace: 8 bytes, not all of them zero.
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
    var value: UInt64

    init(_ value: UInt64) { self.value = value }

    /// Nil for what is not 16 lower-case hexadecimal digits, and for zeros alone.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 16, let value = UInt64(hex: text), value != 0 else { return nil }
        self.value = value
    }

    public var description: String { value.hexDigits }

    var bytes: [UInt8] { value.bigEndianBytes }
}

extension UInt64 {
    fileprivate init?(hex text: some StringProtocol) {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }) else { return nil }
        self.init(text, radix: 16)
    }

    /// Most significant first.
    fileprivate var bigEndianBytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(56 - 8 * $0)) }
    }

    /// All sixteen of them.
    fileprivate var hexDigits: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bigEndianBytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
