/// Cuts bytes into lines while they come in, and keeps no more than the line at hand.
public struct LineSplitter {
    /// Bytes of one line, at most: a message of 64 MB and what stands around it.
    public static let limit = 96 << 20

    private let limit: Int
    private var rest: [UInt8] = []
    /// Lines so far.
    public private(set) var count = 0

    public init(limit: Int = LineSplitter.limit) { self.limit = limit }

    /// Takes the next bytes; `body` gets each line that they complete, without its end.
    public mutating func take(_ bytes: [UInt8], _ body: ([UInt8]) throws -> Void) throws {
        var start = 0
        while let end = Self.firstLineFeed(in: bytes, from: start) {
            try give(bytes[start..<end], body)
            start = end + 1
        }
        guard rest.count + bytes.count - start <= limit else {
            throw ImportError("a line of more than \(limit >> 20) MB", line: count + 1)
        }
        rest += bytes[start...]
    }

    /// The line behind the last line end, if there is one.
    public mutating func finish(_ body: ([UInt8]) throws -> Void) throws {
        if !rest.isEmpty { try give([], body) }
    }

    /// Eight bytes at a time: a line is mostly the base64 of one message.
    private static func firstLineFeed(in bytes: [UInt8], from start: Int) -> Int? {
        let text = bytes.span.bytes
        var next = start
        while next &+ 8 <= text.byteCount {
            let zeroes = text.unsafeLoadUnaligned(fromByteOffset: next, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
            if (zeroes &- 0x0101_0101_0101_0101) & ~zeroes & 0x8080_8080_8080_8080 != 0 { break }
            next &+= 8
        }
        while next < text.byteCount {
            if text.unsafeLoad(fromByteOffset: next, as: UInt8.self) == 0x0A { return next }
            next &+= 1
        }
        return nil
    }

    private mutating func give(_ end: ArraySlice<UInt8>, _ body: ([UInt8]) throws -> Void) throws {
        count += 1
        var line = rest
        rest = []
        if line.isEmpty { line = Array(end) } else { line += end }
        if line.last == 0x0D { line.removeLast() }
        try body(line)
    }
}
