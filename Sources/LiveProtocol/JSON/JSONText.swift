/// Escapes of JSON strings.
enum JSONText {
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
