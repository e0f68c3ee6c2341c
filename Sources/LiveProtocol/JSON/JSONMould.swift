/// A JSON text with a hole where one string was: what later texts that differ in that string only are cast in.
///
/// Almost all messages of a call are audio that an SDK wraps in the same text each time. Comparing that wrapping tells
/// what such a message holds for a tenth of what parsing it costs, and with the same outcome: between the same bytes,
/// a string without quotes, escapes and control characters is the same token.
public struct JSONMould: Sendable {
    private let head: [UInt8]
    private let tail: [UInt8]

    /// More than SDKs and service wrap around audio.
    private static let sizeLimit = 1_024

    /// Nil where `hole` is no string of `text`, as when its escapes had to be resolved, and where the rest is long.
    public init?(_ text: [UInt8], around hole: ArraySlice<UInt8>) {
        guard hole.startIndex > 0, hole.endIndex < text.count, text[hole.startIndex - 1] == UInt8(ascii: "\""),
            text[hole.endIndex] == UInt8(ascii: "\""), text.count - hole.count <= Self.sizeLimit,
            text[hole.startIndex..<hole.endIndex].elementsEqual(hole), JSONText.isPlain(hole)
        else { return nil }
        head = Array(text[..<hole.startIndex])
        tail = Array(text[hole.endIndex...])
    }

    /// What stands in the hole; nil where `text` differs elsewhere, and for an empty hole.
    public func hole(of text: [UInt8]) -> ArraySlice<UInt8>? {
        let end = text.count - tail.count
        guard end > head.count, Self.isEqual(head, text, at: 0), Self.isEqual(tail, text, at: end) else { return nil }
        let hole = text[head.count..<end]
        return JSONText.isPlain(hole) ? hole : nil
    }

    /// Whether `part` stands in `text` at `offset`, where there is room for it. Eight bytes at a time.
    private static func isEqual(_ part: [UInt8], _ text: [UInt8], at offset: Int) -> Bool {
        let (part, text) = (part.span.bytes, text.span.bytes)
        var (difference, next): (UInt64, Int) = (0, 0)
        while next &+ 8 <= part.byteCount {
            difference |=
                part.unsafeLoadUnaligned(fromByteOffset: next, as: UInt64.self)
                ^ text.unsafeLoadUnaligned(fromByteOffset: offset &+ next, as: UInt64.self)
            next &+= 8
        }
        while next < part.byteCount {
            difference |= UInt64(
                part.unsafeLoad(fromByteOffset: next, as: UInt8.self)
                    ^ text.unsafeLoad(fromByteOffset: offset &+ next, as: UInt8.self))
            next &+= 1
        }
        return difference == 0
    }
}
