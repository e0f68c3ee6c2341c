/// Reads JSON text (RFC 8259) into the nodes of a `JSONDocument`, in one pass and without recursion.
///
/// Total: every input gives nodes or a `JSONError`. Strings are only delimited and checked, not copied, so an audio
/// message costs little more than finding the end of its base64. Two leniencies: a lone surrogate escape is taken
/// (and read as U+FFFD), and members may repeat.
struct JSONParser {
    /// Nesting beyond this is refused. Live messages have about ten levels; a schema of a tool may add a few dozen.
    static let depthLimit = 512
    /// Values beyond this are refused: a megabyte of `[0,0,…` must not take a hundred of memory.
    static let nodeLimit = 1 << 20

    private let bytes: [UInt8]
    private var position = 0
    private var nodes: [JSONDocument.Node] = []
    /// The innermost container that is open, -1 outside of all. While it is, its `next` is the one around it.
    private var container: Int32 = -1
    private var depth = 0

    private enum Expected {
        case value
        case elementOrEnd
        case key
        case keyOrEnd
        case commaOrEnd
        case nothing
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func parse(_ bytes: [UInt8]) throws(JSONError) -> [JSONDocument.Node] {
        guard bytes.count <= Int(Int32.max) else { throw JSONError("more than 2 GiB of JSON", at: 0) }
        var parser = JSONParser(bytes)
        parser.nodes.reserveCapacity(24)
        try parser.parse()
        return parser.nodes
    }

    private mutating func parse() throws(JSONError) {
        var expected = Expected.value
        while true {
            skipWhiteSpace()
            guard position < bytes.count else {
                guard expected == .nothing else { throw failure("the text ends too early") }
                return
            }
            expected = try step(bytes[position], expected)
        }
    }

    private mutating func step(_ byte: UInt8, _ expected: Expected) throws(JSONError) -> Expected {
        switch expected {
        case .value: return try takeValue(byte)
        case .elementOrEnd: return byte == Self.closingBracket ? close() : try takeValue(byte)
        case .key: return try takeKey(byte)
        case .keyOrEnd: return byte == Self.closingBrace ? close() : try takeKey(byte)
        case .commaOrEnd:
            let isObject = isInObject
            if byte == UInt8(ascii: ",") {
                position += 1
                return isObject ? .key : .value
            }
            guard byte == (isObject ? Self.closingBrace : Self.closingBracket) else {
                throw failure(isObject ? "expected , or }" : "expected , or ]")
            }
            return close()
        case .nothing: throw failure("something follows the value")
        }
    }

    // MARK: Values

    private mutating func takeValue(_ byte: UInt8) throws(JSONError) -> Expected {
        switch byte {
        case Self.quote: try takeString(.string)
        case UInt8(ascii: "{"): return try begin(.object, .keyOrEnd)
        case UInt8(ascii: "["): return try begin(.array, .elementOrEnd)
        case UInt8(ascii: "t"): try takeWord("true", .true)
        case UInt8(ascii: "f"): try takeWord("false", .false)
        case UInt8(ascii: "n"): try takeWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try takeNumber()
        default: throw failure("expected a value")
        }
        return afterValue
    }

    private mutating func begin(_ kind: JSONDocument.Kind, _ next: Expected) throws(JSONError) -> Expected {
        guard depth < Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit) levels") }
        try append(kind, position..<position + 1)
        let index = nodes.count - 1
        nodes[index].next = container
        container = Int32(truncatingIfNeeded: index)
        depth += 1
        position += 1
        return next
    }

    private mutating func close() -> Expected {
        position += 1
        guard container >= 0 else { return .nothing }
        let closed = Int(container)
        container = nodes[closed].next
        nodes[closed].end = Int32(truncatingIfNeeded: position)
        nodes[closed].next = Int32(truncatingIfNeeded: nodes.count)
        depth -= 1
        return afterValue
    }

    private mutating func takeKey(_ byte: UInt8) throws(JSONError) -> Expected {
        guard byte == Self.quote else { throw failure("expected a key") }
        try takeString(.key)
        skipWhiteSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw failure("expected :") }
        position += 1
        return .value
    }

    private mutating func takeWord(_ word: StaticString, _ kind: JSONDocument.Kind) throws(JSONError) {
        let end = position + word.utf8CodeUnitCount
        let matches = end <= bytes.count && word.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
        guard matches else { throw failure("expected \(word)") }
        try append(kind, position..<end)
        position = end
    }

    private mutating func takeNumber() throws(JSONError) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        try takeDigits()
        guard bytes[first] != UInt8(ascii: "0") || position == first + 1 else {
            throw failure("a number begins with 0")
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try takeDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try takeDigits()
        }
        try append(.number, start..<position)
    }

    private mutating func takeDigits() throws(JSONError) {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw failure("expected a digit") }
    }

    // MARK: Strings

    private mutating func takeString(_ kind: JSONDocument.Kind) throws(JSONError) {
        position += 1
        let start = position
        var hasEscapes = false
        var isASCII = true
        while true {
            let plain = plainText()
            position = plain.end
            isASCII = isASCII && plain.isASCII
            guard position < bytes.count else { throw JSONError("a string does not end", at: start - 1) }
            let byte = bytes[position]
            if byte == Self.quote { break }
            guard byte == UInt8(ascii: "\\") else { throw failure("a control character in a string") }
            hasEscapes = true
            try takeEscape()
        }
        guard isASCII || String(validating: bytes[start..<position], as: UTF8.self) != nil else {
            throw JSONError("a string is not UTF-8", at: start)
        }
        try append(kind, start..<position, hasEscapes: hasEscapes)
        position += 1
    }

    /// From here to the next quote, backslash or control character, or to the end, eight bytes at a time: almost all
    /// bytes that livetop ever parses are base64 inside one string. (Comparing `SIMD32` vectors was
    /// measured to be tens of times slower than this, in Swift 6.3.)
    private func plainText() -> (end: Int, isASCII: Bool) {
        let text = bytes.span.bytes
        var high: UInt64 = 0
        var next = position
        while next &+ 8 <= text.byteCount {
            let word = text.unsafeLoadUnaligned(fromByteOffset: next, as: UInt64.self)
            guard JSONText.stops(in: word) & 0x8080_8080_8080_8080 == 0 else { break }
            high |= word
            next &+= 8
        }
        // The exact place, or what is left at the end of the text.
        while next < text.byteCount {
            let byte = text.unsafeLoad(fromByteOffset: next, as: UInt8.self)
            if byte == Self.quote || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            high |= UInt64(byte)
            next &+= 1
        }
        return (next, high & 0x8080_8080_8080_8080 == 0)
    }

    private mutating func takeEscape() throws(JSONError) {
        guard position + 1 < bytes.count else { throw failure("an escape does not end") }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"):
            guard JSONText.hexadecimal(bytes[...], at: position + 2) != nil else {
                throw failure("\\u without four digits")
            }
            position += 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        default: throw failure("an unknown escape")
        }
    }

    // MARK: -

    private mutating func skipWhiteSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    private mutating func append(
        _ kind: JSONDocument.Kind, _ range: Range<Int>, hasEscapes: Bool = false
    ) throws(JSONError) {
        guard nodes.count < Self.nodeLimit else { throw failure("more than \(Self.nodeLimit) values") }
        nodes.append(
            JSONDocument.Node(
                start: Int32(truncatingIfNeeded: range.lowerBound), end: Int32(truncatingIfNeeded: range.upperBound),
                next: Int32(truncatingIfNeeded: nodes.count + 1), kind: kind, hasEscapes: hasEscapes
            )
        )
    }

    private var isInObject: Bool { container >= 0 && nodes[Int(container)].kind == .object }

    private var afterValue: Expected { container < 0 ? .nothing : .commaOrEnd }

    private func failure(_ reason: String) -> JSONError { JSONError(reason, at: position) }

    private static let quote = UInt8(ascii: "\"")
    private static let closingBrace = UInt8(ascii: "}")
    private static let closingBracket = UInt8(ascii: "]")
}
