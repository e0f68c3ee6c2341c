/// Decimal numbers without the detour over `Double`, which would lose nanoseconds of today's instants.
enum ExactDecimal {
    /// `12.000000345` → nanoseconds; nil for what is not such a number or does not fit.
    static func nanoseconds(ofSeconds text: ArraySlice<UInt8>) -> Int64? { plain(text) ?? nanoseconds(text, power: 9) }

    /// Seconds as livetop writes them: up to nine digits, and behind a point up to nine more; nil for everything else.
    private static func plain(_ text: ArraySlice<UInt8>) -> Int64? {
        guard text.count <= 19 else { return nil }
        var (value, digits, fraction): (Int64, Int, Int?) = (0, 0, nil)
        for byte in text {
            if byte == UInt8(ascii: "."), fraction == nil, digits > 0 {
                fraction = 0
                continue
            }
            guard isDigit(byte) else { return nil }
            (value, digits) = (value &* 10 &+ Int64(byte & 0xF), digits + 1)
            fraction = fraction.map { $0 + 1 }
        }
        let places = fraction ?? 0
        guard digits > 0, digits - places <= 9, places <= 9 else { return nil }
        for _ in places..<9 { value = value &* 10 }
        return value
    }

    /// A decimal number, with or without an exponent, in a unit of ten to the `power` nanoseconds. Digits below a
    /// nanosecond are dropped; nil for what is no number or does not fit.
    static func nanoseconds(_ text: ArraySlice<UInt8>, power: Int) -> Int64? {
        guard text.count <= 400 else { return nil }
        var rest = text
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        var digits: [UInt8] = []
        var shift = power
        let whole = rest.prefix(while: isDigit)
        guard !whole.isEmpty else { return nil }
        digits += whole
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            digits += fraction
            shift -= fraction.count
            rest = rest.dropFirst(fraction.count + 1)
        }
        if let letter = rest.first {
            guard letter | 0x20 == UInt8(ascii: "e"),
                let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(exponent) <= 400
            else { return nil }
            shift += exponent
        }
        return scaled(digits, by: shift).map { isNegative ? -$0 : $0 }
    }

    private static func scaled(_ digits: [UInt8], by shift: Int) -> Int64? {
        let significant = Array(digits.drop { $0 == UInt8(ascii: "0") })
        if significant.isEmpty || significant.count + shift <= 0 { return 0 }
        guard significant.count + shift <= 19 else { return nil }
        let kept = shift < 0 ? significant.dropLast(-shift) : significant[...]
        return Int64(String(decoding: kept, as: UTF8.self) + String(repeating: "0", count: max(shift, 0)))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
