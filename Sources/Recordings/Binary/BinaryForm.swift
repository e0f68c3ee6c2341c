import LiveProtocol

/// A value that `BinaryEncoder` writes and `BinaryDecoder` reads in a way of its own, not by what `Codable` makes of it: numbers
/// take as many bytes as they need, and collections say how many elements follow.
protocol BinaryForm {
    func write(to encoder: BinaryEncoder) throws
    static func read(from decoder: BinaryDecoder) throws -> Self
}

extension BinaryForm where Self: FixedWidthInteger & SignedInteger {
    /// Small magnitudes are short, whatever their sign.
    func write(to encoder: BinaryEncoder) {
        let value = Int64(truncatingIfNeeded: self)
        encoder.put(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    static func read(from decoder: BinaryDecoder) throws -> Self {
        let number = try decoder.number()
        let value = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
        guard let exact = Self(exactly: value) else { throw BinaryError.outOfRange }
        return exact
    }
}

extension BinaryForm where Self: FixedWidthInteger & UnsignedInteger {
    func write(to encoder: BinaryEncoder) { encoder.put(UInt64(truncatingIfNeeded: self)) }

    static func read(from decoder: BinaryDecoder) throws -> Self {
        guard let exact = Self(exactly: try decoder.number()) else { throw BinaryError.outOfRange }
        return exact
    }
}

extension Int: BinaryForm {}
extension Int8: BinaryForm {}
extension Int16: BinaryForm {}
extension Int32: BinaryForm {}
extension Int64: BinaryForm {}
extension UInt: BinaryForm {}
extension UInt8: BinaryForm {}
extension UInt16: BinaryForm {}
extension UInt32: BinaryForm {}
extension UInt64: BinaryForm {}

extension UInt128: BinaryForm {
    func write(to encoder: BinaryEncoder) {
        encoder.put(UInt64(truncatingIfNeeded: self >> 64))
        encoder.put(UInt64(truncatingIfNeeded: self))
    }

    static func read(from decoder: BinaryDecoder) throws -> UInt128 {
        let high = try decoder.number()
        return UInt128(high) << 64 | UInt128(try decoder.number())
    }
}

extension Bool: BinaryForm {
    func write(to encoder: BinaryEncoder) { encoder.put(self ? 1 : 0) }

    static func read(from decoder: BinaryDecoder) throws -> Bool {
        switch try decoder.number() {
        case 0: false
        case 1: true
        default: throw BinaryError.outOfRange
        }
    }
}

extension Double: BinaryForm {
    func write(to encoder: BinaryEncoder) { encoder.put(bits: bitPattern) }

    static func read(from decoder: BinaryDecoder) throws -> Double {
        Double(bitPattern: try decoder.bits(UInt64.self))
    }
}

extension Float: BinaryForm {
    func write(to encoder: BinaryEncoder) { encoder.put(bits: bitPattern) }

    static func read(from decoder: BinaryDecoder) throws -> Float { Float(bitPattern: try decoder.bits(UInt32.self)) }
}

extension String: BinaryForm {
    func write(to encoder: BinaryEncoder) { encoder.put(self) }

    static func read(from decoder: BinaryDecoder) throws -> String { try decoder.string() }
}

extension Duration: BinaryForm {
    func write(to encoder: BinaryEncoder) {
        let (seconds, attoseconds) = components
        seconds.write(to: encoder)
        attoseconds.write(to: encoder)
    }

    static func read(from decoder: BinaryDecoder) throws -> Duration {
        let seconds = try Int64.read(from: decoder)
        return Duration(secondsComponent: seconds, attosecondsComponent: try Int64.read(from: decoder))
    }
}

extension Timestamp: BinaryForm {
    func write(to encoder: BinaryEncoder) { nanoseconds.write(to: encoder) }

    static func read(from decoder: BinaryDecoder) throws -> Timestamp {
        Timestamp(nanoseconds: try Int64.read(from: decoder))
    }
}
