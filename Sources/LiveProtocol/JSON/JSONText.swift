/// What stands inside of JSON strings.
enum JSONText {
    /// Whether a string's bytes stand for themselves: ASCII without quotes, backslashes and control characters.
    static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = bytes.span.bytes
        var (stops, next): (UInt64, Int) = (0, 0)
        while next &+ 8 <= text.byteCount {
            let word = text.unsafeLoadUnaligned(fromByteOffset: next, as: UInt64.self)
            stops |= word | Self.stops(in: word)
            next &+= 8
        }
        while next < text.byteCount {
            let byte = text.unsafeLoad(fromByteOffset: next, as: UInt8.self)
            // Seven quiet letters beside it.
            stops |= UInt64(byte) | Self.stops(in: 0x2020_2020_2020_2000 | UInt64(byte))
            next &+= 1
        }
        return stops & 0x8080_8080_8080_8080 == 0
    }

    /// Top bits are set where one of the eight bytes is a quote, a backslash or below 0x20, and nowhere when none is:
    /// in each term the top bit of a byte is set when that byte, with the character's bits cleared, borrows from the
    /// subtraction. Other bits mean nothing, and bytes from 0x80 up never are.
    @inline(__always)
    static func stops(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
        let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        return (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word
    }

    /// Resolves the escapes of a string that `JSONParser` has accepted. Lone surrogates become U+FFFD.
    static func unescaped(_ source: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text: [UInt8] = []
        text.reserveCapacity(source.count)
        var rest = source
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                text.append(byte)
                continue
            }
            switch letter {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text.append(contentsOf: Character(scalar(&rest)).utf8)
            default: text.append(letter)
            }
        }
        return text[...]
    }

    /// The scalar behind `\u`: four digits, and with a high surrogate the low one that follows.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard let first = hexadecimal(rest, at: rest.startIndex) else { return replacement }
        rest = rest.dropFirst(4)
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) ?? replacement }
        guard rest.starts(with: "\\u".utf8), let second = hexadecimal(rest, at: rest.startIndex + 2),
            (0xDC00...0xDFFF).contains(second)
        else { return replacement }
        rest = rest.dropFirst(6)
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
    }

    /// Four hexadecimal digits at `start`; nil where there are fewer.
    static func hexadecimal(_ bytes: ArraySlice<UInt8>, at start: Int) -> UInt32? {
        guard start + 4 <= bytes.endIndex else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
