/// Text put together piece by piece, of which only so much is kept: a turn may last for hours.
public struct BoundedText: Codable, Hashable, Sendable {
    /// UTF-8 bytes kept per text.
    public static let limit = 8_192

    public private(set) var value = ""
    /// Words of `value`: runs of letters and digits, and of whatever is not ASCII.
    public private(set) var words = 0
    /// The end is missing; it is in the recorded frames.
    public private(set) var isCut = false
    private var endsInWord = false

    public init(_ value: String = "") { append(value) }

    public var isEmpty: Bool { value.isEmpty }

    public mutating func append(_ piece: String) {
        guard !isCut else { return }
        let room = Self.limit - value.utf8.count
        if piece.utf8.count <= room {
            value += piece
            count(piece)
        } else {
            isCut = true
            var used = 0
            for character in piece {
                used += character.utf8.count
                guard used <= room else { break }
                value.append(character)
                count(String(character))
            }
        }
    }

    /// By bytes, as the text comes: whoever asks for the words of all turns does so once a second.
    private mutating func count(_ piece: String) {
        for byte in piece.utf8 {
            let isLetter = byte >= 0x80 || 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
            if isLetter, !endsInWord { words += 1 }
            endsInWord = isLetter
        }
    }
}

extension String {
    /// The beginning of a name, id or reason that the wire chose: states keep many of them, and a peer may send
    /// megabytes.
    var shortened: String { utf8.count <= 256 ? self : String(prefix(255)) + "…" }
}
