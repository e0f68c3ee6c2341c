/// Takes the secrets out of the messages of one direction while their fragments pass, in one pass and without
/// building anything: a tokenizer that knows where strings begin and end, which key a value belongs to, and where in
/// the tree it stands.
///
/// It reads what is not JSON just as well: nothing is refused, and what looks like a quoted value is treated as one.
/// Nested deeper than `depthLimit`, everything is text in which only keys and shapes count.
struct PayloadRedactor: Sendable {
    static let depthLimit = 512
    /// Longer handles are replaced like other secrets instead of being collected for their hash.
    static let handleLimit = 64 << 10

    /// Longer values are replaced, and not remembered.
    private static let learnedLimit = 4_096

    /// New secrets count from the next message on.
    var tools: RedactionTools
    private let context: CredentialScanner.Context
    private var edits = Edits()
    private var scanner: TextScanner
    private var learned: [LearnedSecret] = []
    /// Whether the message begins as JSON does; nil before its first byte. In other text a secret may hold quotes.
    private var isJSON: Bool?

    /// One entry for each open object or array.
    private var levels: [PayloadLevel] = []
    /// Objects and arrays open beyond `depthLimit`.
    private var levelsBeyond = 0
    /// The outermost of those in which everything is secret.
    private var secretLevelBeyond: Int?
    /// The place of the value that is expected; nil where a key is.
    private var expected: ValuePlace? = .plain
    /// The last string that stood where a key is expected.
    private var key = KeyHash()
    private var token: Token = .structure
    private var escape: Escape = .none
    /// The unescaped bytes of the handle or secret that is being read, or of a text for the user's patterns.
    private var value: [UInt8] = []
    /// Where the text for the user's patterns began in this chunk.
    private var ruledStart: Int?

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
        /// In a handle; its bytes gather in `value`.
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

    init(_ tools: RedactionTools, context: CredentialScanner.Context = .frame) {
        self.tools = tools
        self.context = context
        scanner = TextScanner(context: context, secrets: tools.secrets)
    }

    /// Forgets the message that was read.
    mutating func reset() {
        let learned = learned
        self = PayloadRedactor(tools, context: context)
        self.learned = learned
    }

    /// Handles and secrets that were replaced since the last time.
    mutating func takeLearned() -> [LearnedSecret] {
        guard !learned.isEmpty else { return [] }
        defer { learned = [] }
        return learned
    }

    /// The next bytes of the message without secrets; nil when they hold none.
    ///
    /// - Parameter isLast: the message ends with them.
    mutating func redact(_ chunk: [UInt8], isLast: Bool = false) -> [UInt8]? {
        read(chunk.span, isLast: isLast)
        guard !edits.isEmpty else { return nil }
        defer { edits.removeAll() }
        return edits.applied(to: chunk)
    }

    private mutating func read(_ bytes: borrowing Span<UInt8>, isLast: Bool) {
        var index = 0
        while index < bytes.count {
            switch token {
            case .structure where scanner.isAtStart && Self.isSpace(bytes[index]):
                // The service indents what it sends: a tenth of a message is white space.
                index += 1
            case .structure, .secretWord, .harmlessWord:
                readStructure(bytes, at: index)
                index += 1
            case .media(let isEscaped):
                index = skipMedia(bytes, from: index, isEscaped: isEscaped)
            case .key, .text, .secret, .handle:
                index = readString(bytes, from: index)
            }
        }
        if isLast, escape.start == nil { endMessage(at: bytes.count) }
        endChunk(at: bytes.count)
    }

    // MARK: Structure

    private mutating func readStructure(_ bytes: borrowing Span<UInt8>, at index: Int) {
        let byte = bytes[index]
        if isJSON == nil { isJSON = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }
        switch byte {
        case UInt8(ascii: "\""):
            endWord(at: index)
            takeIfText(byte, at: index)
            beginString(bytes, at: index + 1)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            endWord(at: index)
            takeIfText(byte, at: index)
            open(isArray: byte == UInt8(ascii: "["))
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            endWord(at: index)
            takeIfText(byte, at: index)
            close()
        case UInt8(ascii: ":"):
            endWord(at: index)
            takeIfText(byte, at: index)
            expected = placeOfValue
        case UInt8(ascii: ","):
            endWord(at: index)
            takeIfText(byte, at: index)
            expected = placeOfNextItem
        default:
            readWord(byte, at: index)
        }
    }

    private mutating func open(isArray: Bool) {
        if levels.count < Self.depthLimit {
            levels.append((levels.last ?? .root).opening(expected ?? .plain, isArray: isArray))
        } else {
            levelsBeyond += 1
            if expected == .secret { secretLevelBeyond = secretLevelBeyond ?? levelsBeyond }
        }
        expected = placeOfNextItem
    }

    private mutating func close() {
        if levelsBeyond > 0 {
            if secretLevelBeyond == levelsBeyond { secretLevelBeyond = nil }
            levelsBeyond -= 1
        } else {
            _ = levels.popLast()
        }
        expected = placeOfNextItem
    }

    /// What comes behind an opening bracket or a comma: a key in an object, else a value in the place of its array.
    /// Beyond the limit nobody knows which, and a string is scanned as either.
    private var placeOfNextItem: ValuePlace? {
        guard levelsBeyond == 0 else { return secretLevelBeyond == nil ? nil : .secret }
        guard let level = levels.last else { return .plain }
        return level.isArray ? level.place : nil
    }

    /// What comes behind the colon.
    private var placeOfValue: ValuePlace {
        mutating get {
            guard levelsBeyond == 0 else {
                return secretLevelBeyond == nil ? PayloadLevel.root.place(of: key) : .secret
            }
            guard let level = levels.last else { return PayloadLevel.root.place(of: key) }
            if KeyHash.mimeTypes.contains(key) { levels[levels.count - 1].hasMimeType = true }
            return level.place(of: key)
        }
    }

    /// A byte of a number, of a word, of white space, or of something that is not JSON.
    private mutating func readWord(_ byte: UInt8, at index: Int) {
        let isSpace = Self.isSpace(byte)
        switch token {
        case .secretWord:
            if isSpace { endWord(at: index) }
        case .structure where (expected == .secret || expected == .secretScalar) && !isSpace:
            let isNamed = "tfn".utf8.contains(byte)
            endText(at: index)
            token = isNamed ? .harmlessWord : .secretWord(start: index, isReplaced: false)
        default:
            if isSpace { token = .structure }
            scanner.take(byte, from: index, to: index + 1, &edits)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private mutating func endWord(at index: Int) {
        defer { token = .structure }
        if case .secretWord(let start, let isReplaced) = token {
            edits.replace(from: start, to: index, by: isReplaced ? [] : Edits.quotedPlaceholder)
        }
        endText(at: index)
    }

    /// Quotes and brackets of JSON end a text. In anything else they belong to it.
    private mutating func endText(at index: Int) {
        if isJSON == true { scanner.endText(at: index, &edits) }
    }

    private mutating func takeIfText(_ byte: UInt8, at index: Int) {
        if isJSON != true { scanner.take(byte, from: index, to: index + 1, &edits) }
    }

    // MARK: Strings

    private mutating func beginString(_ bytes: borrowing Span<UInt8>, at start: Int) {
        switch expected {
        case nil:
            key = KeyHash()
            token = .key
        case .secret, .secretScalar, .secretString:
            value.removeAll(keepingCapacity: true)
            token = .secret(start: start, isReplaced: false)
        case .handle:
            value.removeAll(keepingCapacity: true)
            token = .handle(start: start)
        case .media: token = .media(isEscaped: false)
        case .possibleMedia where MediaGuess.isMedia(bytes, from: start): token = .media(isEscaped: false)
        default:
            token = .text
            beginRuledText(at: start)
        }
    }

    /// The user's patterns look at what people said and at the user's own words.
    private mutating func beginRuledText(at start: Int) {
        guard tools.rule != nil, levels.last?.isFreeForm == true || KeyHash.texts.contains(key) else { return }
        value.removeAll(keepingCapacity: true)
        ruledStart = start
    }

    /// A text ends, or the part of it that is in this chunk.
    private mutating func endRuledText(at end: Int) {
        guard let start = ruledStart else { return }
        ruledStart = nil
        guard let ruled = tools.rule?(String(decoding: value, as: UTF8.self)) else { return }
        let redacted = Redaction.bytes(Array(ruled.utf8), tools.secrets) ?? Array(ruled.utf8)
        var writer = JSONWriter()
        writer.write(string: String(decoding: redacted, as: UTF8.self))
        edits.replaceAll(from: start, to: end, by: Array(writer.bytes.dropFirst().dropLast()))
    }

    private mutating func endString(at index: Int) {
        switch token {
        case .secret(let start, let isReplaced):
            edits.replace(from: start, to: index, by: isReplaced || start == index ? [] : Edits.placeholder)
            learn()
        case .handle(let start):
            edits.replace(from: start, to: index, by: value.isEmpty ? [] : Array(tools.hash(value).utf8))
            if value.count >= SecretIndex.leastCount { learned.append(.handle(value)) }
        default:
            endText(at: index)
            endRuledText(at: index)
            takeIfText(UInt8(ascii: "\""), at: index)
        }
        token = .structure
    }

    /// What stood in a secret's place may come back. Among the user's words it has to look like a secret.
    private mutating func learn() {
        guard value.count >= SecretIndex.leastCount, value.count <= Self.learnedLimit else { return }
        let hasDigit = value.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard expected == .secret || value.count >= 12 && hasDigit else { return }
        learned.append(.value(value))
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
        case .secret:
            if value.count <= Self.learnedLimit { for index in range { value.append(bytes[index]) } }
        case .handle:
            for index in range { take(bytes[index], from: index, to: index + 1) }
        case .key:
            var key = key
            for index in range { key.append(bytes[index]) }
            self.key = key
            scanner.take(bytes, range, &edits)
        default:
            if ruledStart != nil { for index in range { value.append(bytes[index]) } }
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
            value.append(byte)
            if value.count > Self.handleLimit { token = .secret(start: dropStart, isReplaced: false) }
        case .secret:
            if value.count <= Self.learnedLimit { value.append(byte) }
        default:
            if ruledStart != nil { value.append(byte) }
            scanner.take(byte, from: start, to: end, &edits)
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

    /// What was followed to the end of the message goes no further.
    private mutating func endMessage(at count: Int) {
        switch token {
        case .structure, .key, .text, .harmlessWord: scanner.endText(at: count, &edits)
        case .media, .secret, .handle, .secretWord: return
        }
    }

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
        default:
            scanner.endChunk(at: count, escapeStart: escape.start, &edits)
            if ruledStart != nil {
                endRuledText(at: escape.start ?? count)
                value.removeAll(keepingCapacity: true)
                ruledStart = escape.start == nil ? 0 : nil
            }
        }
        switch escape {
        case .none: return
        case .begun: escape = .begun(start: -1)
        case .unicode(_, let digits, let unit): escape = .unicode(start: -1, digits: digits, unit: unit)
        }
    }
}
