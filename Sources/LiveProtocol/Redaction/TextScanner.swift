/// Everything that is looked for in text: the shapes of credentials, the connection's own secrets, and both again
/// behind escapes, where there are any.
///
/// ```
/// text ──┬─→ shapes, own secrets
///        └─→ escapes undone ──┬─→ shapes, own secrets       (only from an escape on, and for as long as it matters)
///                             └─→ escapes undone ─→ shapes, own secrets
/// ```
struct TextScanner: Sendable {
    private var reader: Reader
    private var layers: [Layer] = []

    /// The escapes of escapes are undone as well.
    private static let layerLimit = 2
    /// So many bytes behind an escape both readings are the same again: the longest prefix that a scanner remembers.
    private static let memory = 16

    private struct Reader: Sendable {
        var shapes: CredentialScanner
        var own: SecretMatcher

        mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
            shapes.take(byte, from: start, to: end, &edits)
            own.take(byte, from: start, to: end, &edits)
        }

        mutating func endPiece(at index: Int, _ edits: inout Edits) {
            shapes.endPiece(at: index, &edits)
            own.endPiece(at: index, &edits)
        }

        mutating func resume(at index: Int, _ secrets: SecretIndex) {
            shapes.resume(at: index)
            own.resume(at: index, secrets)
        }

        var isIdle: Bool { shapes.isSearching && own.isIdle }
    }

    private struct Layer: Sendable {
        var decoder = EscapeDecoder()
        var reader: Reader
        /// Characters since the last escape.
        var quiet = 0
    }

    init(context: CredentialScanner.Context, secrets: SecretIndex) {
        reader = Reader(shapes: CredentialScanner(context: context), own: SecretMatcher(secrets))
    }

    /// Whether nothing has been seen of the text: white space here neither begins nor ends a credential.
    var isAtStart: Bool { reader.shapes.isAtStart && reader.own.isAtStart && layers.isEmpty }

    /// Takes bytes that stand in the chunk as they are meant.
    mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits) {
        var index = range.lowerBound
        while index < range.upperBound {
            let end = layers.isEmpty ? Self.firstEscape(in: bytes, index..<range.upperBound) : index
            guard index < end else {
                take(bytes[index], from: index, to: index + 1, &edits)
                index += 1
                continue
            }
            reader.shapes.take(bytes, index..<end, &edits)
            reader.own.take(bytes, index..<end, &edits)
            index = end
        }
    }

    private static func firstEscape(in bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int {
        var index = range.lowerBound
        let text = bytes.bytes
        // Eight at a time; most texts hold none.
        while index + 8 <= range.upperBound {
            let word = text.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            if ByteSearch.holds(UInt8(ascii: "%"), word) || ByteSearch.holds(UInt8(ascii: "\\"), word)
                || ByteSearch.holds(UInt8(ascii: "&"), word)
            {
                break
            }
            index += 8
        }
        while index < range.upperBound, !EscapeDecoder.mayBegin(bytes[index]) { index += 1 }
        return index
    }

    /// Takes the next byte of text, which stands at `start..<end` of the chunk: several bytes for an escape.
    mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        if layers.isEmpty, EscapeDecoder.mayBegin(byte) { layers.append(Layer(reader: reader)) }
        reader.take(byte, from: start, to: end, &edits)
        pass([EscapeDecoder.Character(byte: byte, start: start, end: end)], to: 0, &edits)
        dropQuietLayers()
    }

    private mutating func pass(_ characters: [EscapeDecoder.Character], to depth: Int, _ edits: inout Edits) {
        guard depth < layers.count, !characters.isEmpty else { return }
        var output: [EscapeDecoder.Character] = []
        for character in characters {
            layers[depth].quiet = EscapeDecoder.mayBegin(character.byte) ? 0 : layers[depth].quiet + 1
            layers[depth].decoder.take(character, into: &output)
        }
        emit(output, from: depth, &edits)
    }

    /// Characters whose escapes are undone go to the layer's own reader and to the layer behind it.
    private mutating func emit(_ output: [EscapeDecoder.Character], from depth: Int, _ edits: inout Edits) {
        for character in output {
            let mayGoOn = depth + 1 == layers.count && layers.count < Self.layerLimit
            if mayGoOn, EscapeDecoder.mayBegin(character.byte) { layers.append(Layer(reader: layers[depth].reader)) }
            layers[depth].reader.take(character.byte, from: character.start, to: character.end, &edits)
            pass([character], to: depth + 1, &edits)
        }
    }

    private mutating func dropQuietLayers() {
        while let last = layers.last, last.decoder.isIdle, last.quiet >= Self.memory, last.reader.isIdle {
            layers.removeLast()
        }
    }

    /// The text ends at `index`, for instance with a string's closing quote.
    mutating func endText(at index: Int, _ edits: inout Edits) {
        reader.shapes.endText(at: index, &edits)
        reader.own.endText(&edits)
        guard !layers.isEmpty else { return }
        var depth = 0
        // What is no escape after all may open the layer behind.
        while depth < layers.count {
            var output: [EscapeDecoder.Character] = []
            layers[depth].decoder.finish(into: &output)
            emit(output, from: depth, &edits)
            depth += 1
        }
        for depth in layers.indices {
            layers[depth].reader.shapes.endText(at: index, &edits)
            layers[depth].reader.own.endText(&edits)
        }
        layers.removeAll(keepingCapacity: true)
    }

    /// The chunk ends at `count`, the text may go on in the next. `escapeStart` is where a half-read escape began.
    mutating func endChunk(at count: Int, escapeStart: Int?, _ edits: inout Edits) {
        reader.shapes.endChunk(at: count, escapeStart: escapeStart, &edits)
        reader.own.endChunk(at: count, &edits)
        var escapeStart = escapeStart
        for depth in layers.indices {
            escapeStart = escapeStart ?? layers[depth].decoder.pendingStart
            layers[depth].decoder.endChunk()
            layers[depth].reader.shapes.endChunk(at: count, escapeStart: escapeStart, &edits)
            layers[depth].reader.own.endChunk(at: count, &edits)
        }
    }

    /// A piece of the text ends at `index`, and another message may bring the next.
    mutating func endPiece(at index: Int, _ edits: inout Edits) {
        reader.endPiece(at: index, &edits)
        for depth in layers.indices { layers[depth].reader.endPiece(at: index, &edits) }
    }

    /// The next piece begins at `index`, with what has been learned meanwhile.
    mutating func resume(at index: Int, _ secrets: SecretIndex) {
        reader.resume(at: index, secrets)
        for depth in layers.indices {
            layers[depth].decoder.resume(at: index)
            layers[depth].reader.resume(at: index, secrets)
        }
    }
}
