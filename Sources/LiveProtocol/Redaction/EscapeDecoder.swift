/// Undoes escapes in text that arrives byte by byte: `%41` of URLs, `\u0041`, `\x41`, `\/`, `\n` of JSON within JSON and
/// of programs' own messages, and `&#43;`, `&#x2B;`, `&plus;` of HTML. What is no escape passes as it came.
struct EscapeDecoder: Sendable {
    /// A character and where it stands in the chunk; -1 in an earlier one.
    struct Character: Sendable {
        var byte: UInt8
        var start: Int
        var end: Int
    }

    /// What may be the beginning of an escape, at most `HTMLEntity.mostCount` characters.
    private var pending: [Character] = []

    var isIdle: Bool { pending.isEmpty }
    /// Where the unfinished escape begins.
    var pendingStart: Int? { pending.first?.start }

    static func mayBegin(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&")
    }

    /// Appends to `output` what is certain by now.
    mutating func take(_ character: Character, into output: inout [Character]) {
        guard !pending.isEmpty || Self.mayBegin(character.byte) else {
            output.append(character)
            return
        }
        pending.append(character)
        while let first = pending.first {
            guard Self.mayBegin(first.byte) else {
                output.append(pending.removeFirst())
                continue
            }
            switch reading {
            case .unfinished: return
            case .none: output.append(pending.removeFirst())
            case .escape(let byte):
                output.append(Character(byte: byte, start: first.start, end: character.end))
                pending.removeAll(keepingCapacity: true)
            }
        }
    }

    /// No more comes: the unfinished escape is none.
    mutating func finish(into output: inout [Character]) {
        output += pending
        pending.removeAll(keepingCapacity: true)
    }

    mutating func endChunk() {
        for index in pending.indices { (pending[index].start, pending[index].end) = (-1, -1) }
    }

    /// The text goes on at `index`, in another chunk or message.
    mutating func resume(at index: Int) {
        for place in pending.indices { (pending[place].start, pending[place].end) = (index, index) }
    }

    enum Reading {
        case unfinished, none
        case escape(UInt8)
    }

    /// What the characters so far are, the first of which begins an escape.
    private var reading: Reading {
        if pending.first?.byte == UInt8(ascii: "%") { return number(from: 1, digits: 2) }
        if pending.first?.byte == UInt8(ascii: "&") { return HTMLEntity.reading(of: pending.map(\.byte)) }
        guard pending.count > 1 else { return .unfinished }
        switch pending[1].byte {
        case UInt8(ascii: "u"): return number(from: 2, digits: 4)
        case UInt8(ascii: "x"): return number(from: 2, digits: 2)
        case UInt8(ascii: "n"): return .escape(0x0A)
        case UInt8(ascii: "r"): return .escape(0x0D)
        case UInt8(ascii: "t"): return .escape(0x09)
        case let byte: return .escape(byte)
        }
    }

    private func number(from start: Int, digits: Int) -> Reading {
        var value = 0
        for character in pending.dropFirst(start) {
            guard let digit = PercentCoding.hexValue(character.byte) else { return .none }
            value = value << 4 | Int(digit)
        }
        guard pending.count == start + digits else { return .unfinished }
        // Beyond ASCII there are no credentials.
        return .escape(value < 0x80 ? UInt8(value) : 0xFF)
    }
}
