/// Takes the secrets out of the messages of one direction while their fragments pass, in one pass and without
/// building anything: a tokenizer that knows where strings begin and end; which key a value belongs to, and where in
/// the tree it stands, `JSONPlaces` knows.
///
/// It reads what is not JSON just as well: nothing is refused, and what looks like a quoted value is treated as one.
/// Nested deeper than `depthLimit`, everything is text in which only keys and shapes count.
struct PayloadRedactor: Sendable {
    static let depthLimit = 512

    /// New secrets count from the next message on.
    var tools: RedactionTools
    let context: CredentialScanner.Context
    var edits = Edits()
    /// The text that is being read, or what stands between two.
    var text: TextRedactor
    var learned: [LearnedSecret] = []
    /// Whether the message begins as JSON does; nil before its first byte. In other text a secret may hold quotes.
    var isJSON: Bool?

    var places: JSONPlaces
    var token: Token = .structure
    var escape: Escape = .none
    /// The unescaped bytes of the handle or secret that is being read, or of a text for the user's patterns.
    var value: [UInt8] = []
    /// The text for the user's patterns.
    var ruled: RuledText?
    /// The longer text of which the one that is being read is a piece.
    var stream: TextStreams.Name?
    /// Texts of former messages that may go on.
    var streams = TextStreams()
    /// Where the latest media of this chunk begin, and whether they were told by how they look.
    var media: (start: Int, isGuess: Bool)?

    /// Where the next byte stands. `start` is where dropping began in this chunk, 0 when it goes on from the last one;
    /// `isReplaced` says that the placeholder is out already.
    enum Token: Sendable {
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
        /// In a number that is replaced.
        case secretWord(start: Int, isReplaced: Bool)
        /// In any other number, or in `true`, `false`, `null`.
        case harmlessWord
    }

    init(_ tools: RedactionTools, context: CredentialScanner.Context = .frame) {
        self.tools = tools
        self.context = context
        text = TextRedactor(context: context, secrets: tools.secrets)
        places = JSONPlaces(root: .root, limit: Self.depthLimit, placeholder: Edits.quotedPlaceholder)
    }

    /// Forgets the message that was read, but not the texts that may go on in the next one.
    mutating func reset() {
        edits.removeAll()
        // Secrets may have been learned, or the message ended within a text.
        text = TextRedactor(context: context, secrets: tools.secrets)
        isJSON = nil
        places.reset()
        token = .structure
        escape = .none
        value.removeAll(keepingCapacity: true)
        ruled = nil
        stream = nil
        media = nil
    }

    /// Nothing of earlier messages has to do with the next one, but for texts that come in pieces.
    var isUnattached: Bool { places.continued == nil && learned.isEmpty }

    /// Messages were lost: nobody knows what the next ones go on with.
    mutating func forgetStreams() { streams.end(.all) }

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
            case .structure where text.isAtStart && Self.isSpace(bytes[index]):
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
            places.open(isArray: byte == UInt8(ascii: "["), at: index)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            endWord(at: index)
            takeIfText(byte, at: index)
            places.close(at: index, &edits)
            if let end = places.takeEnded() { streams.end(end) }
        case UInt8(ascii: ":"):
            endWord(at: index)
            takeIfText(byte, at: index)
            places.colon()
        case UInt8(ascii: ","):
            endWord(at: index)
            takeIfText(byte, at: index)
            places.comma(at: index)
        default:
            readWord(byte, at: index)
        }
    }

    /// A byte of a number, of a word, of white space, or of something that is not JSON.
    private mutating func readWord(_ byte: UInt8, at index: Int) {
        let isSpace = Self.isSpace(byte)
        switch token {
        case .secretWord:
            if isSpace { endWord(at: index) }
            return
        case .structure where !isSpace:
            places.beginWord(byte, at: index)
            if places.expected?.replacesNumbers == true, !"tfn".utf8.contains(byte) {
                endText(at: index)
                token = .secretWord(start: index, isReplaced: false)
                return
            }
            token = .harmlessWord
        default:
            if isSpace { token = .structure }
        }
        places.takeWord(byte)
        text.takeStructure(byte, from: index, to: index + 1, &edits)
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
    mutating func endText(at index: Int) {
        if isJSON == true, !text.isAtStart { text.endText(at: index, &edits) }
    }

    mutating func takeIfText(_ byte: UInt8, at index: Int) {
        if isJSON != true { text.takeStructure(byte, from: index, to: index + 1, &edits) }
    }
}
