/// The inside of strings: escapes, and where a string ends.
extension PayloadRedactor {
    /// How far into an escape sequence: behind the backslash, or with so many of four hexadecimal digits read.
    /// `start` is the backslash, -1 when it stood in an earlier chunk.
    enum Escape: Sendable {
        case none
        case begun(start: Int)
        case unicode(start: Int, digits: Int, unit: UInt16)

        var start: Int? {
            switch self {
            case .none: nil
            case .begun(let start), .unicode(let start, _, _): start
            }
        }
    }

    /// Reads up to the closing quote or the end of the chunk, and says where to go on.
    mutating func readString(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if escape.start != nil, readEscape(bytes[index], at: index) {
                index += 1
                continue
            }
            let end = Self.firstQuoteOrBackslash(in: bytes, from: index)
            take(bytes, index..<end)
            index = end + 1
            guard end < bytes.count else { break }
            if bytes[end] == UInt8(ascii: "\"") {
                endString(at: end)
                return index
            }
            escape = .begun(start: end)
        }
        return bytes.count
    }

    private static func firstQuoteOrBackslash(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
            index += 1
        }
        return index
    }

    /// Reads one byte of an escape sequence. False when it does not belong to one, as in `"\u12"`.
    private mutating func readEscape(_ byte: UInt8, at index: Int) -> Bool {
        switch escape {
        case .none: return false
        case .begun(let start):
            if byte == UInt8(ascii: "u") {
                escape = .unicode(start: start, digits: 0, unit: 0)
            } else {
                escape = .none
                take(Self.unescaped(byte), from: start, to: index + 1)
            }
        case .unicode(let start, let digits, let unit):
            guard let digit = PercentCoding.hexValue(byte) else {
                escape = .none
                return false
            }
            let unit = unit << 4 | UInt16(digit)
            escape = digits < 3 ? .unicode(start: start, digits: digits + 1, unit: unit) : .none
            if digits == 3 { take(unit: unit, from: start, to: index + 1) }
        }
        return true
    }

    /// Surrogates are taken one by one: they occur in no key and in no credential.
    private mutating func take(unit: UInt16, from start: Int, to end: Int) {
        if unit < 0x80 {
            take(UInt8(unit), from: start, to: end)
        } else if unit < 0x800 {
            take(UInt8(0xC0 | unit >> 6), from: start, to: end)
            take(UInt8(0x80 | unit & 0x3F), from: start, to: end)
        } else {
            take(UInt8(0xE0 | unit >> 12), from: start, to: end)
            take(UInt8(0x80 | unit >> 6 & 0x3F), from: start, to: end)
            take(UInt8(0x80 | unit & 0x3F), from: start, to: end)
        }
    }

    /// What a backslash and `byte` stand for in JSON.
    static func unescaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }

    /// Jumps to the closing quote. Base64 may hold escapes: serializers write `/` as `\/` and `=` as `\u003d`.
    mutating func skipMedia(_ bytes: borrowing Span<UInt8>, from start: Int, isEscaped: Bool) -> Int {
        var begin = start
        var isEscaped = isEscaped
        while true {
            let end = ByteSearch.firstQuote(in: bytes, from: begin)
            var backslashes = isEscaped ? 1 : 0
            var index = end
            while index > begin, bytes[index - 1] == UInt8(ascii: "\\") { index -= 1 }
            // Only a run that reaches back to the start of the chunk goes on with the backslash before it.
            backslashes = (index == begin ? backslashes : 0) + end - index
            guard end < bytes.count else {
                token = .media(isEscaped: backslashes % 2 == 1)
                return end
            }
            if backslashes % 2 == 0 {
                token = .structure
                return end + 1
            }
            begin = end + 1
            isEscaped = false
        }
    }
}
