/// Blanks out what is not code, so that rules do not trip over words in comments and strings.
///
/// Knows line and block comments, plain, raw and multi-line strings. The code of interpolations counts as string.
struct SourceScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var code: [UInt8] = []

    /// The code of `text`, with spaces for everything else.
    static func code(of text: String) -> String {
        var scanner = SourceScanner(text)
        while scanner.position < scanner.bytes.count { scanner.step() }
        return String(decoding: scanner.code, as: UTF8.self)
    }

    private init(_ text: String) {
        bytes = Array(text.utf8)
        code.reserveCapacity(bytes.count)
    }

    private mutating func step() {
        let byte = bytes[position]
        if hasPrefix("//") {
            blank { $0 == UInt8(ascii: "\n") }
        } else if hasPrefix("/*") {
            while position < bytes.count, !hasPrefix("*/") { blank() }
            blank(2)
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") {
            string()
        } else {
            keep()
        }
    }

    private mutating func string() {
        let hashes = String(repeating: "#", count: bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count)
        guard hasPrefix(hashes + "\"") else { return keep() }
        let quotes = hasPrefix(hashes + "\"\"\"") ? "\"\"\"" : "\""
        keep(hashes.utf8.count + quotes.utf8.count)
        let escape = "\\" + hashes
        while position < bytes.count, !hasPrefix(quotes + hashes) {
            // What follows an escape cannot close the string; an interpolation may hold strings of its own.
            if hasPrefix(escape + "(") {
                interpolation(opening: escape.utf8.count + 1)
            } else {
                blank(hasPrefix(escape) ? escape.utf8.count + 1 : 1)
            }
        }
        keep(quotes.utf8.count + hashes.utf8.count)
    }

    /// Blanks an interpolation up to its closing parenthesis, nested strings included.
    private mutating func interpolation(opening: Int) {
        var inner = self
        inner.position += opening
        var depth = 1
        while inner.position < bytes.count, depth > 0 {
            if bytes[inner.position] == UInt8(ascii: "(") { depth += 1 }
            if bytes[inner.position] == UInt8(ascii: ")") { depth -= 1 }
            inner.step()
        }
        blank(inner.position - position)
    }

    private func hasPrefix(_ text: String) -> Bool {
        bytes[position...].starts(with: text.utf8)
    }

    private mutating func keep(_ count: Int = 1) {
        let end = min(position + count, bytes.count)
        code += bytes[position..<end]
        position = end
    }

    private mutating func blank(_ count: Int = 1) {
        let end = min(position + count, bytes.count)
        code += bytes[position..<end].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        position = end
    }

    private mutating func blank(until isEnd: (UInt8) -> Bool) {
        blank((bytes[position...].firstIndex(where: isEnd) ?? bytes.count) - position)
    }
}
