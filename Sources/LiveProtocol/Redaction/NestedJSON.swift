/// Finds JSON in a text and replaces what stands in it under the name of a secret: tool arguments are texts in the
/// second protocol and in many clients. Shapes and the connection's own secrets are `TextScanner`'s.
struct NestedJSON: Sendable {
    /// The document that is being read; none between documents.
    private var document: [TextDocument] = []
    private let depth: Int

    /// JSON in JSON in JSON: deeper, only shapes count.
    static let depthLimit = 3

    /// - Parameter depth: how many JSON strings the text stands in.
    init(depth: Int) { self.depth = depth }

    /// Between documents.
    var isIdle: Bool { document.isEmpty }

    /// Takes bytes that stand in the chunk as they are meant.
    mutating func take(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ edits: inout Edits) {
        guard depth <= Self.depthLimit else { return }
        for index in range where !document.isEmpty || bytes[index] == UInt8(ascii: "{") {
            take(bytes[index], from: index, to: index + 1, &edits)
        }
    }

    /// Takes the next byte, which stands at `start..<end` of the chunk.
    mutating func take(_ byte: UInt8, from start: Int, to end: Int, _ edits: inout Edits) {
        if document.isEmpty {
            guard byte == UInt8(ascii: "{"), depth <= Self.depthLimit else { return }
            document.append(TextDocument(depth: depth))
        }
        document[0].take(byte, from: start, to: end, &edits)
        if document[0].isComplete { document.removeAll(keepingCapacity: true) }
    }

    mutating func endText(at index: Int, _ edits: inout Edits) {
        guard !document.isEmpty else { return }
        document[0].endChunk(at: index, &edits)
        document.removeAll(keepingCapacity: true)
    }

    mutating func endChunk(at count: Int, _ edits: inout Edits) {
        if !document.isEmpty { document[0].endChunk(at: count, &edits) }
    }

    /// The text goes on at `index`.
    mutating func resume(at index: Int) {
        if !document.isEmpty { document[0].resume(at: index) }
    }
}
