import LiveProtocol

/// Takes a JSON text of any length apart while it comes in, and keeps no more of it than the piece at hand: the messages
/// of an archive one by one, and what remains of each entry without them.
///
/// It only delimits: whoever takes a piece parses it, so that one bad message is one bad piece. A text whose brackets do
/// not fit ends with an `ImportError` that names the byte.
struct JSONSplitter {
    /// What the pieces are that are handed out.
    enum Role { case message, entry, document, skipped }

    /// Where in a document the pieces stand. A container with members or elements of interest is entered, and the rest of
    /// it is kept as a piece of its own where it has a role.
    final class Shape: Sendable {
        let role: Role?
        let members: [String: Shape]
        let element: Shape?

        init(_ role: Role? = nil, members: [String: Shape] = [:], element: Shape? = nil) {
            (self.role, self.members, self.element) = (role, members, element)
        }
    }

    /// Bytes of one piece, at most.
    static let pieceLimit = 64 << 20
    /// Bytes of one value that nobody wants, at most.
    static let skipLimit = 256 << 20

    private struct Level {
        let shape: Shape
        let isObject: Bool
        var kept: [UInt8]
        var key: [UInt8] = []
    }

    private enum State {
        case value, firstElement, firstKey, key, keyText, keyEscape, colon, separator, end
        case container, string, escape, containerString, containerEscape, scalar
    }

    private let root: Shape
    /// Further values may follow the first.
    private let isRepeated: Bool
    private var levels: [Level] = []
    private var state = State.value
    private var raw: [UInt8] = []
    private var rawCount = 0
    private var rawDepth = 0
    private var offset = 0

    /// - Parameter isRepeated: the text is one value after the other.
    init(_ root: Shape, isRepeated: Bool = false) {
        (self.root, self.isRepeated) = (root, isRepeated)
    }

    /// Takes the next bytes; `emit` gets each piece that they complete.
    mutating func take(_ bytes: [UInt8], _ emit: (Role, [UInt8]) throws -> Void) throws {
        var index = 0
        while index < bytes.count {
            switch state {
            case .container, .string, .escape, .containerString, .containerEscape, .scalar:
                index = try copy(bytes, from: index, emit)
            case .keyText, .keyEscape:
                try takeKey(bytes[index])
                index += 1
            default:
                if !Self.isSpace(bytes[index]) { try step(bytes[index], emit) }
                index += 1
            }
        }
        offset += bytes.count
    }

    /// Call it after the last bytes.
    mutating func finish(_ emit: (Role, [UInt8]) throws -> Void) throws {
        if state == .scalar, levels.isEmpty { try end(emit) }
        guard state == .end || isRepeated && state == .value && levels.isEmpty else {
            throw ImportError("the file ends too early, in the middle of a value")
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    // MARK: Between values

    private mutating func step(_ byte: UInt8, _ emit: (Role, [UInt8]) throws -> Void) throws {
        switch (state, byte) {
        case (.firstElement, UInt8(ascii: "]")), (.firstKey, UInt8(ascii: "}")): try close(emit)
        case (.value, _), (.firstElement, _): try begin(byte)
        case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")):
            levels[levels.count - 1].key = []
            state = .keyText
        case (.colon, UInt8(ascii: ":")): state = .value
        case (.separator, UInt8(ascii: ",")): state = levels.last?.isObject == true ? .key : .value
        case (.separator, UInt8(ascii: "}")) where levels.last?.isObject == true: try close(emit)
        case (.separator, UInt8(ascii: "]")) where levels.last?.isObject == false: try close(emit)
        default: throw ImportError("it is not JSON: '\(Self.printable(byte))' is out of place near byte \(offset)")
        }
    }

    private static func printable(_ byte: UInt8) -> String {
        (0x20..<0x7F).contains(byte) ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
    }

    private mutating func takeKey(_ byte: UInt8) throws {
        guard let level = levels.indices.last else { return }
        guard levels[level].key.count < 1 << 16 else {
            throw ImportError("a key of more than 64 kB near byte \(offset)")
        }
        if state == .keyEscape {
            state = .keyText
        } else if byte == UInt8(ascii: "\"") {
            state = .colon
            return
        } else if byte == UInt8(ascii: "\\") {
            state = .keyEscape
        }
        levels[level].key.append(byte)
    }

    /// The shape of the value that begins here; nil for one that only belongs to what is kept.
    private var shape: Shape? {
        guard let level = levels.last else { return root }
        return level.isObject ? level.shape.members[String(decoding: level.key, as: UTF8.self)] : level.shape.element
    }

    private mutating func begin(_ byte: UInt8) throws {
        let shape = shape
        let isObject = byte == UInt8(ascii: "{")
        if let shape, isObject ? !shape.members.isEmpty : byte == UInt8(ascii: "[") && shape.element != nil {
            levels.append(Level(shape: shape, isObject: isObject, kept: [byte]))
            state = isObject ? .firstKey : .firstElement
            return
        }
        (raw, rawCount, rawDepth) = ([byte], 1, 0)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            rawDepth = 1
            state = .container
        case UInt8(ascii: "\""): state = .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "t"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "I"):
            state = .scalar
        default: throw ImportError("it is not JSON: '\(Self.printable(byte))' is out of place near byte \(offset)")
        }
    }

    // MARK: Inside of values

    /// Copies as much of the value as there is from `start` on; the place where it ends.
    private mutating func copy(
        _ bytes: [UInt8], from start: Int, _ emit: (Role, [UInt8]) throws -> Void
    ) throws -> Int {
        var index = start
        var isOver = false
        let text = bytes.span
        scan: while index < text.count {
            let byte = text[index]
            switch state {
            case .string, .containerString:
                if byte == 0x22 {
                    isOver = state == .string
                    state = .container
                } else if byte == 0x5C {
                    state = state == .string ? .escape : .containerEscape
                }
            case .escape: state = .string
            case .containerEscape: state = .containerString
            case .container:
                if byte == 0x22 {
                    state = .containerString
                } else if byte == 0x7B || byte == 0x5B {
                    rawDepth += 1
                    guard rawDepth <= 512 else {
                        throw ImportError("it is nested deeper than 512 levels near byte \(offset + index)")
                    }
                } else if byte == 0x7D || byte == 0x5D {
                    rawDepth -= 1
                    isOver = rawDepth == 0
                }
            default:
                // A scalar ends in front of what follows it.
                if byte == 0x2C || byte == 0x7D || byte == 0x5D || Self.isSpace(byte) {
                    try keep(bytes[start..<index])
                    try end(emit)
                    return index
                }
            }
            index += 1
            if isOver { break scan }
        }
        try keep(bytes[start..<index])
        if isOver { try end(emit) }
        return index
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) throws {
        rawCount += bytes.count
        let isSkipped = shape?.role == .skipped
        guard rawCount <= (isSkipped ? Self.skipLimit : Self.pieceLimit) else {
            let limit = (isSkipped ? Self.skipLimit : Self.pieceLimit) >> 20
            throw ImportError("a value of more than \(limit) MB near byte \(offset): no message of a call is that long")
        }
        if !isSkipped { raw += bytes }
    }

    /// The value in `raw` is whole.
    private mutating func end(_ emit: (Role, [UInt8]) throws -> Void) throws {
        let piece = raw
        let role = shape?.role
        raw = []
        state = levels.isEmpty ? (isRepeated ? .value : .end) : .separator
        switch role {
        case .skipped: break
        case let role?: try emit(role, piece)
        case nil: try keep(member: piece)
        }
    }

    private mutating func keep(member: [UInt8]) throws {
        guard let level = levels.indices.last else { return }
        guard levels[level].kept.count + member.count <= Self.pieceLimit else {
            throw ImportError("an entry of more than \(Self.pieceLimit >> 20) MB near byte \(offset)")
        }
        if levels[level].kept.count > 1 { levels[level].kept.append(0x2C) }
        if levels[level].isObject {
            levels[level].kept.append(0x22)
            levels[level].kept += levels[level].key
            levels[level].kept += [0x22, 0x3A]
        }
        levels[level].kept += member
    }

    private mutating func close(_ emit: (Role, [UInt8]) throws -> Void) throws {
        guard let level = levels.popLast() else { return }
        state = levels.isEmpty ? (isRepeated ? .value : .end) : .separator
        let rest = level.kept + [level.isObject ? 0x7D : 0x5D]
        if let role = level.shape.role {
            if role != .skipped { try emit(role, rest) }
        } else if level.isObject {
            // What is left of a container without a role belongs to the one around it.
            if levels.isEmpty { return }
            try keep(member: rest)
        }
    }
}
