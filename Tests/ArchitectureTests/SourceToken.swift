/// A name, a number or one punctuation character of Swift code.
struct SourceToken: Hashable, Sendable {
    var text: Substring
    /// From 1.
    var line: Int
    /// No white space stands between it and the token before.
    var isGlued: Bool

    static func tokens(of code: String) -> [SourceToken] {
        var tokens: [SourceToken] = []
        var line = 1
        var isGlued = false
        var rest = code[...].utf8
        while let byte = rest.first {
            let count = isWordByte(byte) ? rest.prefix(while: isWordByte).count : 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte <= 0x20 {
                isGlued = false
            } else {
                tokens.append(SourceToken(text: Substring(rest.prefix(count)), line: line, isGlued: isGlued))
                isGlued = true
            }
            rest = rest.dropFirst(count)
        }
        return tokens
    }

    var isWord: Bool { text.utf8.allSatisfy(Self.isWordByte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), 0x80...0xFF:
            true
        default: false
        }
    }
}
