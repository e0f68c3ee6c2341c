/// Takes the secrets out of one text: those with a shape, the connection's own, and those under a name in JSON that
/// stands in the text.
struct TextRedactor: Sendable {
    private var scanner: TextScanner
    private var nested: NestedJSON

    /// - Parameters:
    ///   - context: with `none`, only the connection's own secrets are looked for.
    ///   - depth: how many JSON strings the text stands in.
    init(context: CredentialScanner.Context, secrets: SecretIndex, depth: Int = 1) {
        scanner = TextScanner(context: context, secrets: secrets)
        nested = NestedJSON(depth: context == .none ? NestedJSON.depthLimit + 1 : depth)
    }

    /// Whether nothing has been seen of the text: white space here neither begins nor ends a credential.
    var isAtStart: Bool { scanner.isAtStart && nested.isIdle }

    /// Takes bytes that stand in the chunk as they are meant.
    mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits) {
        scanner.take(bytes, range, &edits)
        nested.take(bytes, range, &edits)
    }

    /// Takes the next byte, which stands at `start..<end` of the chunk: several bytes for an escape.
    mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        scanner.take(byte, from: start, to: end, &edits)
        nested.take(byte, from: start, to: end, &edits)
    }

    /// As above, for what is no text of its own: the keys and brackets of a document.
    mutating func takeStructure(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        scanner.take(byte, from: start, to: end, &edits)
    }

    mutating func takeStructure(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits) {
        scanner.take(bytes, range, &edits)
    }

    /// The text ends at `index`, for instance with a string's closing quote.
    mutating func endText(at index: Int, _ edits: inout Edits) {
        scanner.endText(at: index, &edits)
        nested.endText(at: index, &edits)
    }

    /// The chunk ends at `count`, the text may go on in the next. `escapeStart` is where a half-read escape began.
    mutating func endChunk(at count: Int, escapeStart: Int?, _ edits: inout Edits) {
        scanner.endChunk(at: count, escapeStart: escapeStart, &edits)
        nested.endChunk(at: count, &edits)
    }

    /// A piece of the text ends at `index`, and another message may bring the next. What only may become a secret stays.
    mutating func endPiece(at index: Int, _ edits: inout Edits) {
        scanner.endPiece(at: index, &edits)
        nested.endChunk(at: index, &edits)
    }

    /// The next piece begins at `index`, with what has been learned meanwhile.
    mutating func resume(at index: Int, _ secrets: SecretIndex) {
        scanner.resume(at: index, secrets)
        nested.resume(at: index)
    }

    /// A whole piece, or nil when it holds no secret.
    func redacted(_ bytes: [UInt8], _ secrets: SecretIndex) -> [UInt8]? {
        var text = self
        var edits = Edits()
        text.resume(at: 0, secrets)
        text.take(bytes.span, bytes.indices, &edits)
        text.endText(at: bytes.count, &edits)
        return edits.isEmpty ? nil : edits.applied(to: bytes)
    }
}
