/// Words that stand for other words, each of the same length and script, the same one wherever the word comes again.
///
/// They are thrown by chance and kept for as long as one export runs: nothing but this table leads back. Shared by all
/// passes over a session, and by all sessions of one export.
public final class Pseudonyms {
    private var words: [[UInt8]: [UInt8]] = [:]
    private var taken: Set<[UInt8]> = []
    private var chance: any RandomNumberGenerator
    private var letters = LetterBlocks()

    /// So often a word is thrown again that stands for another one already; of short words there are not enough.
    private static let attempts = 20

    /// What is longer is no word, but somebody's data: it is not remembered.
    private static let longest = 64

    public init(_ chance: any RandomNumberGenerator) { self.chance = chance }

    /// Another text of the same length, for what is no message: a comment of a person.
    public func scrambled(_ text: String) -> String { WordScrambler(pseudonyms: self).scrambled(text) }

    /// What stands for `word`, given as it is written in JSON: letters of any script, digits, and escapes of them.
    func pseudonym(of word: [UInt8]) -> [UInt8] {
        var other = pseudonym(ofSmall: word.map { $0.isCapital ? $0 | 0x20 : $0 })
        for index in word.indices where word[index].isCapital && (0x61...0x7A).contains(other[index]) {
            other[index] &= ~0x20
        }
        return other
    }

    private func pseudonym(ofSmall word: [UInt8]) -> [UInt8] {
        guard word.count <= Self.longest else { return disguised(word) }
        if let known = words[word] { return known }
        var thrown = word
        for _ in 0..<Self.attempts {
            thrown = disguised(word)
            if thrown != word, !taken.contains(thrown) { break }
        }
        taken.insert(thrown)
        words[word] = thrown
        return thrown
    }

    private func disguised(_ word: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(word.count)
        var reader = WrittenText(word[...])
        var isFirst = true
        while let letter = reader.next() {
            result += other(letter, isFirst: isFirst, in: word)
            isFirst = false
        }
        return result
    }

    private func other(_ letter: WrittenText.Letter, isFirst: Bool, in word: [UInt8]) -> [UInt8] {
        guard let candidates = letters.candidates(for: letter.scalar, isFirst: isFirst) else {
            return Array(word[letter.range])
        }
        let index = Int(truncatingIfNeeded: chance.next() % UInt64(candidates.count))
        return letter.written(candidates[index])
    }
}

extension UInt8 {
    /// A letter from A to Z.
    var isCapital: Bool { (0x41...0x5A).contains(self) }
}

/// Letters that may stand for each other: of the same script, case and length in UTF-8.
private struct LetterBlocks {
    private var blocks: [Key: [Unicode.Scalar]] = [:]

    private struct Key: Hashable {
        var block: UInt32
        var isUppercase: Bool
    }

    private static let small = Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars)
    private static let capital = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)
    private static let digits = Array("0123456789".unicodeScalars)
    /// A number must not begin with nought.
    private static let firstDigits = Array("123456789".unicodeScalars)

    /// Nil for what is neither a letter nor a digit.
    mutating func candidates(for scalar: Unicode.Scalar, isFirst: Bool) -> [Unicode.Scalar]? {
        switch scalar {
        case "a"..."z": return Self.small
        case "A"..."Z": return Self.capital
        case "0": return isFirst ? nil : Self.digits
        case "1"..."9": return isFirst ? Self.firstDigits : Self.digits
        default: break
        }
        guard scalar.value >= 0x80, scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal else {
            return nil
        }
        // Sixty-four characters in a row have the same length in UTF-8, and mostly the same script.
        let key = Key(block: scalar.value / 64, isUppercase: scalar.properties.isUppercase)
        if let known = blocks[key] { return known }
        let all = (key.block * 64..<(key.block + 1) * 64).compactMap(Unicode.Scalar.init).filter {
            ($0.properties.isAlphabetic || $0.properties.numericType == .decimal)
                && $0.properties.isUppercase == key.isUppercase
        }
        blocks[key] = all
        return all
    }
}
