/// Replaces the words of a text by others of the same length, in place.
struct WordScrambler {
    let pseudonyms: Pseudonyms
    /// Functions that were declared: their names stay wherever they are spoken of.
    var tools: Set<[UInt8]> = []

    /// Words that stay in what is written for the model: by them rules see that an instruction names a language, and a
    /// description a condition.
    private static let instructionWords = words(
        """
        respond speak reply answer only in accent when whenever after before if unless once invoke call use english \
        german french spanish italian portuguese hindi japanese korean chinese arabic dutch polish turkish russian \
        ukrainian swedish danish norwegian finnish
        """)

    /// Words that stay where the name of a function follows: by them rules see that a call is planned.
    private static let callWords = words("call calling use using invoke invoking run execute the")

    private static func words(_ text: String) -> Set<[UInt8]> {
        Set(text.split(separator: " ").map { Array($0.utf8) })
    }

    /// - Parameter isInstruction: the text is written for the model.
    func scramble(_ text: Range<Int>, of bytes: inout [UInt8], isInstruction: Bool = false) {
        let words = Self.words(in: bytes[text])
        for (index, word) in words.enumerated() {
            let written = Array(bytes[word])
            guard written != Self.redacted, !tools.contains(written) else { continue }
            let small = written.map { $0.isCapital ? $0 | 0x20 : $0 }
            if isInstruction, Self.instructionWords.contains(small) { continue }
            if Self.callWords.contains(small), leadsToTool(words, behind: index, in: bytes) { continue }
            bytes.replaceSubrange(word, with: pseudonyms.pseudonym(of: written))
        }
    }

    /// Leaves the words of the service, a model's path among them, but for what stands in them of a customer: names of
    /// projects and of tuned models, and long numbers.
    func scrambleService(_ text: Range<Int>, of bytes: inout [UInt8]) {
        var before: [UInt8] = []
        for word in Self.words(in: bytes[text], joining: "-") {
            let written = Array(bytes[word])
            let isNumber = written.count >= 6 && written.allSatisfy { (0x30...0x39).contains($0) }
            if isNumber || Self.customersWords.contains(before) {
                bytes.replaceSubrange(word, with: pseudonyms.pseudonym(of: written))
            }
            before = written
        }
    }

    /// What follows these is a customer's own name.
    private static let customersWords = words("projects project tunedModels endpoints cachedContents")

    /// The same for a text that is no part of a JSON document.
    func scrambled(_ text: String, isInstruction: Bool = false) -> String {
        var bytes = Array(text.utf8)
        scramble(0..<bytes.count, of: &bytes, isInstruction: isInstruction)
        return String(decoding: bytes, as: UTF8.self)
    }

    func scrambledService(_ text: String) -> String {
        var bytes = Array(text.utf8)
        scrambleService(0..<bytes.count, of: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func leadsToTool(_ words: [Range<Int>], behind index: Int, in bytes: [UInt8]) -> Bool {
        words[min(index + 1, words.count)..<min(index + 3, words.count)].contains { tools.contains(Array(bytes[$0])) }
    }

    private static let redacted = Array("REDACTED".utf8)

    /// - Parameter joint: belongs to words as well, within them.
    static func words(in text: ArraySlice<UInt8>, joining joint: Unicode.Scalar? = nil) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var open: Range<Int>?
        for letter in WrittenText(text) {
            if letter.isWord || open != nil && letter.scalar == joint {
                open = (open?.lowerBound ?? letter.range.lowerBound)..<letter.range.upperBound
            } else if let word = open.take() {
                words.append(word)
            }
        }
        if let open { words.append(open) }
        return words
    }
}
