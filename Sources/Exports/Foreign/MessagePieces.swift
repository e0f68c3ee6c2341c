import LiveProtocol

/// Cuts a file of messages into its messages, whichever way they are put beside each other.
struct MessagePieces {
    private enum Cutter {
        case lines(LineSplitter)
        case json(JSONSplitter)
        /// Nothing but white space has come.
        case undecided
    }

    private var cutter: Cutter
    /// Messages so far; of lines, lines.
    private(set) var count = 0
    let noun: String

    init(_ shape: ForeignShape) {
        noun = shape == .lines ? "line" : "message"
        switch shape {
        case .lines: cutter = .lines(LineSplitter())
        case .array: cutter = .json(JSONSplitter(.init(element: .init(.message))))
        case .wrapped(let key):
            cutter = .json(JSONSplitter(.init(members: [key: .init(element: .init(.message))])))
        case .values, .archive: cutter = .json(JSONSplitter(.init(.message), isRepeated: true))
        }
    }

    /// A file beside an archive: lines, or one array.
    static var attached: MessagePieces {
        var pieces = MessagePieces(.array)
        pieces.cutter = .undecided
        return pieces
    }

    mutating func take(_ bytes: [UInt8], _ body: (Int, [UInt8]) throws -> Void) throws {
        if case .undecided = cutter {
            guard let first = bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) else { return }
            cutter =
                first == UInt8(ascii: "[")
                ? .json(JSONSplitter(.init(element: .init(.message)))) : .lines(LineSplitter())
        }
        switch cutter {
        case .lines(var splitter):
            cutter = .undecided
            try splitter.take(bytes) { try line($0, body) }
            cutter = .lines(splitter)
        case .json(var splitter):
            cutter = .undecided
            try splitter.take(bytes) { role, piece in try self.piece(role, piece, body) }
            cutter = .json(splitter)
        case .undecided: break
        }
    }

    mutating func finish(_ body: (Int, [UInt8]) throws -> Void) throws {
        switch cutter {
        case .lines(var splitter): try splitter.finish { try line($0, body) }
        case .json(var splitter): try splitter.finish { role, piece in try self.piece(role, piece, body) }
        case .undecided: break
        }
    }

    private mutating func line(
        _ line: [UInt8], _ body: (Int, [UInt8]) throws -> Void
    ) throws {
        count += 1
        guard line.contains(where: { $0 > 0x20 }) else { return }
        try body(count, line)
    }

    private mutating func piece(
        _ role: JSONSplitter.Role, _ piece: [UInt8], _ body: (Int, [UInt8]) throws -> Void
    ) throws {
        guard role == .message else { return }
        count += 1
        try body(count, piece)
    }
}
