/// Takes the secrets out of the messages of one direction while their fragments pass, in one pass and without
/// building anything: a tokenizer that knows where strings begin and end, which key a value belongs to, and where in
/// the tree it stands.
///
/// It reads what is not JSON just as well: nothing is refused, and what looks like a quoted value is treated as one.
/// Nested deeper than `depthLimit`, everything counts as secret.
struct PayloadRedactor: Sendable {
    static let depthLimit = 512
    /// Longer handles are replaced like other secrets instead of being collected for their hash.
    static let handleLimit = 64 << 10

    private let hash: HandleHash
    private var edits = Edits()
    private var scanner = CredentialScanner(context: .frame)

    /// One entry for each open object or array.
    private var levels: [Level] = []
    /// Objects and arrays open beyond `depthLimit`.
    private var levelsBeyond = 0
    /// The place of the value that is expected; nil where a key is.
    private var expected: ValuePlace? = .plain
    /// The last string that stood where a key is expected.
    private var key = KeyHash()
    private var token: Token = .structure
    private var escape: Escape = .none
    /// The unescaped bytes of the handle that is being read.
    private var handle: [UInt8] = []

    private struct Level: Sendable {
        var isArray: Bool
        var place: ValuePlace
    }

    /// Where the next byte stands. `start` is where dropping began in this chunk, 0 when it goes on from the last one;
    /// `isReplaced` says that the placeholder is out already.
    private enum Token: Sendable {
        /// Between strings, numbers and words.
        case structure
        /// In a string where a key is expected.
        case key
        /// In a string that is scanned for credentials.
        case text
        /// In base64 media. Whether the last chunk ended with an escaping backslash.
        case media(isEscaped: Bool)
        /// In a string that is replaced.
        case secret(start: Int, isReplaced: Bool)
        /// In a handle; its bytes gather in `handle`.
        case handle(start: Int)
        /// In a number that is replaced, or in `true`, `false`, `null` in the place of a secret.
        case secretWord(start: Int, isReplaced: Bool)
        case harmlessWord
    }

    /// How far into an escape sequence: behind the backslash, or with so many of four hexadecimal digits read.
    /// `start` is the backslash, -1 when it stood in an earlier chunk.
    private enum Escape: Sendable {
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

    init(hash: @escaping HandleHash) { self.hash = hash }

    /// Forgets the message that was read.
    mutating func reset() { self = PayloadRedactor(hash: hash) }

    /// The next bytes of the message without secrets; nil when they hold none.
    mutating func redact(_ chunk: [UInt8]) -> [UInt8]? {
        read(chunk.span)
        guard !edits.isEmpty else { return nil }
        defer { edits.removeAll() }
        return edits.applied(to: chunk)
    }

    private mutating func read(_ bytes: borrowing Span<UInt8>) {
        var index = 0
        while index < bytes.count {
            switch token {
            case .structure where scanner.isAtStart && Self.isSpace(bytes[index]):
                // The service indents what it sends: a tenth of a message is white space.
                index += 1
            case .structure, .secretWord, .harmlessWord:
                readStructure(bytes[index], at: index)
                index += 1
            case .media(let isEscaped):
                index = skipMedia(bytes, from: index, isEscaped: isEscaped)
            case .key, .text, .secret, .handle:
                index = readString(bytes, from: index)
            }
        }
        endChunk(at: bytes.count)
    }

    // MARK: Structure

    private mutating func readStructure(_ byte: UInt8, at index: Int) {
        switch byte {
        case UInt8(ascii: "\""):
            endWord(at: index)
            beginString(at: index + 1)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            endWord(at: index)
            open(isArray: byte == UInt8(ascii: "["))
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            endWord(at: index)
            close()
        case UInt8(ascii: ":"):
            endWord(at: index)
            expected = levelsBeyond > 0 ? .secret : (levels.last?.place ?? .plain).place(of: key)
        case UInt8(ascii: ","):
            endWord(at: index)
            expected = placeOfNextItem
        default:
            readWord(byte, at: index)
        }
    }

    private mutating func open(isArray: Bool) {
        if levels.count < Self.depthLimit {
            levels.append(Level(isArray: isArray, place: (expected ?? .plain).ofContainer))
        } else {
            levelsBeyond += 1
        }
        expected = placeOfNextItem
    }

    private mutating func close() {
        if levelsBeyond > 0 {
            levelsBeyond -= 1
        } else {
            _ = levels.popLast()
        }
        expected = placeOfNextItem
    }

    /// What comes behind an opening bracket or a comma: a key in an object, else a value in the place of its array.
    private var placeOfNextItem: ValuePlace? {
        guard levelsBeyond == 0 else { return .secret }
        guard let level = levels.last else { return .plain }
        return level.isArray ? level.place : nil
    }

    /// A byte of a number, of a word, of white space, or of something that is not JSON.
    private mutating func readWord(_ byte: UInt8, at index: Int) {
        let isSpace = Self.isSpace(byte)
        switch token {
        case .secretWord:
            if isSpace { endWord(at: index) }
        case .structure where expected == .secret && !isSpace:
            let isNamed = "tfn".utf8.contains(byte)
            scanner.endText(at: index, &edits)
            token = isNamed ? .harmlessWord : .secretWord(start: index, isReplaced: false)
        default:
            if isSpace { token = .structure }
            scanner.take(byte, from: index, to: index + 1, &edits)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private mutating func endWord(at index: Int) {
        if case .secretWord(let start, let isReplaced) = token {
            edits.replace(from: start, to: index, by: isReplaced ? [] : Edits.quotedPlaceholder)
        }
        token = .structure
        scanner.endText(at: index, &edits)
    }

    // MARK: Strings

    private mutating func beginString(at start: Int) {
        switch expected {
        case nil:
            key = KeyHash()
            token = .key
        case .secret: token = .secret(start: start, isReplaced: false)
        case .handle:
            handle.removeAll(keepingCapacity: true)
            token = .handle(start: start)
        case .media: token = .media(isEscaped: false)
        default: token = .text
        }
    }

    private mutating func endString(at index: Int) {
        switch token {
        case .secret(let start, let isReplaced):
            edits.replace(from: start, to: index, by: isReplaced || start == index ? [] : Edits.placeholder)
        case .handle(let start):
            edits.replace(from: start, to: index, by: handle.isEmpty ? [] : Array(hash(handle).utf8))
        default:
            scanner.endText(at: index, &edits)
        }
        token = .structure
    }

    /// Reads up to the closing quote or the end of the chunk, and says where to go on.
    private mutating func readString(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
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

    /// Takes bytes of a string that hold no escapes.
    private mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        switch token {
        case .secret: return
        case .handle:
            for index in range { take(bytes[index], from: index, to: index + 1) }
        case .key:
            var key = key
            for index in range { key.append(bytes[index]) }
            self.key = key
            scanner.take(bytes, range, &edits)
        default:
            scanner.take(bytes, range, &edits)
        }
    }

    /// Takes one unescaped byte of a string, which stands at `start..<end`.
    private mutating func take(_ byte: UInt8, from start: Int, to end: Int) {
        switch token {
        case .key:
            key.append(byte)
            scanner.take(byte, from: start, to: end, &edits)
        case .handle(let dropStart):
            handle.append(byte)
            if handle.count > Self.handleLimit { token = .secret(start: dropStart, isReplaced: false) }
        case .secret: return
        default: scanner.take(byte, from: start, to: end, &edits)
        }
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

    private static func unescaped(_ byte: UInt8) -> UInt8 {
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
    private mutating func skipMedia(_ bytes: borrowing Span<UInt8>, from start: Int, isEscaped: Bool) -> Int {
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

    // MARK: Chunks

    /// Drops what must not leave with this chunk, and turns positions into those of the next.
    private mutating func endChunk(at count: Int) {
        switch token {
        case .secret(let start, let isReplaced):
            edits.replace(from: start, to: count, by: isReplaced || start == count ? [] : Edits.placeholder)
            token = .secret(start: 0, isReplaced: isReplaced || start < count)
        case .secretWord(let start, let isReplaced):
            edits.replace(from: start, to: count, by: isReplaced ? [] : Edits.quotedPlaceholder)
            token = .secretWord(start: 0, isReplaced: true)
        case .handle(let start):
            edits.replace(from: start, to: count, by: [])
            token = .handle(start: 0)
        case .media: return
        default: scanner.endChunk(at: count, escapeStart: escape.start, &edits)
        }
        switch escape {
        case .none: return
        case .begun: escape = .begun(start: -1)
        case .unicode(_, let digits, let unit): escape = .unicode(start: -1, digits: digits, unit: unit)
        }
    }
}
