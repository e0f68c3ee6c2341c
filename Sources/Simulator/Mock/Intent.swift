/// What the mock understands of a user's sentence: enough to stage every situation by asking for it.
enum Intent: Equatable, Sendable {
    /// "weather", or a word of a declared function's name.
    case callFunction(String)
    /// "story": a long answer, to be interrupted.
    case story
    /// "goodbye": an answer, then close 1000.
    case goodbye
    /// "close 1011": the connection ends with that code.
    case close(UInt16)
    /// "goaway": `goAway` now.
    case goAway
    /// "stay silent": no answer at all.
    case silence
    /// "hang up": the connection is reset without a close frame.
    case hangUp
    case talk

    init(_ text: String, functions: [String]) {
        let words = Self.words(text)
        if let code = Self.closeCode(in: words) {
            self = .close(code)
        } else if words.contains("goaway") {
            self = .goAway
        } else if Self.words(words, contain: "stay", "silent") {
            self = .silence
        } else if Self.words(words, contain: "hang", "up") {
            self = .hangUp
        } else if words.contains("goodbye") {
            self = .goodbye
        } else if let function = Self.function(asked: words, functions) {
            self = .callFunction(function)
        } else {
            self = words.contains("story") ? .story : .talk
        }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    private static func words(_ words: [String], contain first: String, _ second: String) -> Bool {
        zip(words, words.dropFirst()).contains { $0 == (first, second) }
    }

    private static func closeCode(in words: [String]) -> UInt16? {
        guard let index = words.firstIndex(of: "close"), words.indices.contains(index + 1) else { return nil }
        return UInt16(words[index + 1]).flatMap { (1000...4999).contains($0) ? $0 : nil }
    }

    /// The first function whose name shares a word of four letters or more with the sentence.
    private static func function(asked words: [String], _ functions: [String]) -> String? {
        functions.first { name in
            Self.words(name.replacing("_", with: " ")).contains { $0.count > 3 && words.contains($0) }
        }
    }
}
