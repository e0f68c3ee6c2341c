/// The characters of a text as they are written inside a JSON string: as they are, or as `\u00e9`, or in pairs of these.
///
/// What is not UTF-8 is read byte by byte, and is no letter.
struct WrittenText: Sequence, IteratorProtocol {
    struct Letter {
        var scalar: Unicode.Scalar
        /// The bytes in which it is written.
        var range: Range<Int>
        fileprivate var isEscaped: Bool

        /// Another character of the same length, written in the same way.
        func written(_ other: Unicode.Scalar) -> [UInt8] {
            guard isEscaped else { return Array(String(Character(other)).utf8) }
            return UTF16.encode(other)?.flatMap(Self.escape) ?? []
        }

        private static func escape(_ unit: UInt16) -> [UInt8] {
            let digits = Array("0123456789abcdef".utf8)
            return [UInt8(ascii: "\\"), UInt8(ascii: "u")]
                + [12, 8, 4, 0].map { digits[Int(unit >> UInt16($0) & 15)] }
        }

        /// Part of a word: a letter, a digit, or what joins names.
        var isWord: Bool {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default:
                scalar.value >= 0x80
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
                        || scalar.properties.canonicalCombiningClass != .notReordered)
            }
        }
    }

    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) { (self.bytes, index) = (bytes, bytes.startIndex) }

    mutating func next() -> Letter? {
        guard index < bytes.endIndex else { return nil }
        let letter = escaped() ?? plain()
        index = letter.range.upperBound
        return letter
    }

    private func plain() -> Letter {
        let first = bytes[index]
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        let end = Swift.min(index + length, bytes.endIndex)
        let text = String(validating: bytes[index..<end], as: UTF8.self)?.unicodeScalars
        guard let scalar = text?.first, text?.count == 1 else {
            return Letter(scalar: "\u{FFFD}", range: index..<index + 1, isEscaped: false)
        }
        return Letter(scalar: scalar, range: index..<end, isEscaped: false)
    }

    /// An escape at this place; nil where there is none.
    private func escaped() -> Letter? {
        guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.endIndex else { return nil }
        // `\n`, `\"` and the like stay: none of them is a letter, whatever letter they are written with.
        let short = Letter(scalar: "\\", range: index..<index + 2, isEscaped: true)
        guard bytes[index + 1] == UInt8(ascii: "u"), let unit = unit(at: index) else { return short }
        if let scalar = Unicode.Scalar(UInt32(unit)) {
            return Letter(scalar: scalar, range: index..<index + 6, isEscaped: true)
        }
        guard unit & 0xFC00 == 0xD800, let low = self.unit(at: index + 6), low & 0xFC00 == 0xDC00,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(low) & 0x3FF)
        else { return Letter(scalar: "\u{FFFD}", range: index..<index + 6, isEscaped: true) }
        return Letter(scalar: scalar, range: index..<index + 12, isEscaped: true)
    }

    private func unit(at place: Int) -> UInt16? {
        guard place + 6 <= bytes.endIndex, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        else { return nil }
        return bytes[place + 2..<place + 6].reduce(0 as UInt16?) { value, digit in
            guard let value, let number = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            return value << 4 | UInt16(number)
        }
    }
}
