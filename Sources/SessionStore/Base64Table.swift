/// The two alphabets of RFC 4648 as tables: one look-up for each digit that is read, and one for each two that are written.
enum Base64Table {
    /// Larger than any group of four digits.
    static let invalid: UInt32 = 1 << 24

    /// What each byte stands for as the first, second, third and fourth digit of a group: four times 256.
    static func values(isURLSafe: Bool) -> [UInt32] { isURLSafe ? safeValues : values }

    /// Two digits for twelve bits, the first in the lower half.
    static func pairs(isURLSafe: Bool) -> [UInt16] { isURLSafe ? safePairs : pairs }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let digits = Array((letters + "+/").utf8)
    private static let safeDigits = Array((letters + "-_").utf8)
    private static let values = values(digits)
    private static let safeValues = values(safeDigits)
    private static let pairs = pairs(digits)
    private static let safePairs = pairs(safeDigits)

    private static func values(_ digits: [UInt8]) -> [UInt32] {
        var values = [UInt32](repeating: invalid, count: 4 * 256)
        for place in 0..<4 {
            for (value, digit) in digits.enumerated() {
                values[256 * place + Int(digit)] = UInt32(value) << (6 * UInt32(3 - place))
            }
        }
        return values
    }

    private static func pairs(_ digits: [UInt8]) -> [UInt16] {
        (0..<4_096).map { UInt16(digits[$0 >> 6]) | UInt16(digits[$0 & 63]) << 8 }
    }
}
