/// How a text is compared: always without regard to case, except where a `/regex/` asks for it.
public enum TextTest: Hashable, Sendable {
    case words(String)
    case glob(Glob)
    case pattern(TextPattern)

    /// The whole text is what is wanted.
    func isWhole(_ text: String) -> Bool {
        switch self {
        case .words(let words): text == words || text.lowercased() == words.lowercased()
        case .glob(let glob): glob.matches(text)
        case .pattern(let pattern): pattern.occurs(in: text.unicodeScalars)
        }
    }

    /// Some place in the text is what is wanted.
    func occurs(in text: FilterText) -> Bool {
        switch self {
        case .words(let words): text.contains(words)
        case .glob(let glob): glob.matches(text.string)
        case .pattern(let pattern): pattern.occurs(in: text.string.unicodeScalars)
        }
    }
}

/// A text to be searched: a short string, or the bytes of a message.
public enum FilterText: Sendable {
    case string(String)
    case bytes([UInt8])

    var string: String {
        switch self {
        case .string(let string): string
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    func contains(_ words: String) -> Bool {
        let needle = Array(words.lowercased().utf8)
        guard needle.allSatisfy({ $0 < 0x80 }) else { return string.lowercased().contains(words.lowercased()) }
        return switch self {
        case .string(let string): Array(string.utf8).holds(needle)
        case .bytes(let bytes): bytes.holds(needle)
        }
    }
}

extension [UInt8] {
    /// `needle` is in lower case and ASCII.
    fileprivate func holds(_ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        guard count >= needle.count else { return false }
        for start in 0...(count - needle.count) where self[start].lowercased == first {
            var length = 1
            while length < needle.count, self[start + length].lowercased == needle[length] { length += 1 }
            if length == needle.count { return true }
        }
        return false
    }
}

extension UInt8 {
    /// Of an ASCII letter; other bytes stay as they are.
    fileprivate var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

/// `*` stands for any text, `?` for one character; everything else for itself, without regard to case.
public struct Glob: Hashable, Sendable {
    public let source: String

    init(_ source: String) { self.source = source }

    /// The whole of `text`. Takes at most the product of both lengths.
    func matches(_ text: String) -> Bool {
        let glob = Array(source.lowercased().unicodeScalars)
        let text = Array(text.lowercased().unicodeScalars)
        var (place, index) = (0, 0)
        // The last star, and how much of the text it has taken.
        var star: (place: Int, index: Int)?
        while index < text.count {
            if place < glob.count, glob[place] == "*" {
                star = (place, index)
                place += 1
            } else if place < glob.count, glob[place] == "?" || glob[place] == text[index] {
                place += 1
                index += 1
            } else if let last = star {
                star = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return glob[place...].allSatisfy { $0 == "*" }
    }
}
