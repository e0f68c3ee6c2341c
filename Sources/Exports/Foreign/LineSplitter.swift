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
        while let end = bytes[start...].firstIndex(of: 0x0A) {
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

    private mutating func give(_ end: ArraySlice<UInt8>, _ body: ([UInt8]) throws -> Void) throws {
        count += 1
        var line = rest
        rest = []
        line += end
        if line.last == 0x0D { line.removeLast() }
        try body(line)
    }
}
