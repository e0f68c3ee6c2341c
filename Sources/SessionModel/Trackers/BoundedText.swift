/// Text put together piece by piece, of which only so much is kept: a turn may last for hours.
public struct BoundedText: Hashable, Sendable {
    /// UTF-8 bytes kept per text.
    public static let limit = 8_192

    public private(set) var value = ""
    /// The end is missing; it is in the recorded frames.
    public private(set) var isCut = false

    public init(_ value: String = "") { append(value) }

    public var isEmpty: Bool { value.isEmpty }

    public mutating func append(_ piece: String) {
        guard !isCut else { return }
        let room = Self.limit - value.utf8.count
        if piece.utf8.count <= room {
            value += piece
        } else {
            isCut = true
            var used = 0
            for character in piece {
                used += character.utf8.count
                guard used <= room else { break }
                value.append(character)
            }
        }
    }
}

extension String {
    /// The beginning of a name, id or reason that the wire chose: states keep many of them, and a peer may send
    /// megabytes.
    var shortened: String { utf8.count <= 256 ? self : String(prefix(255)) + "…" }
}
