extension Filter {
    /// What the last word of `text` can become: keys with their colon, or the words that a key knows. In the order of
    /// the tables; none inside of quotes or a regular expression.
    public static func completions(
        of text: String, for scope: FilterScope? = nil, findings: [String] = []
    ) -> [String] {
        let (head, word) = lastWord(of: text)
        guard head.filter({ $0 == "\"" }).count.isMultiple(of: 2), !word.isEmpty else { return [] }
        let mark = word.prefix { $0 == "!" || $0 == "(" }
        let rest = word.dropFirst(mark.count).lowercased()
        return candidates(for: rest, scope, findings).map { head + mark + $0 }
    }

    private static func candidates(for word: String, _ scope: FilterScope?, _ findings: [String]) -> [String] {
        let keys = FilterKey.keys(for: scope)
        guard let colon = word.firstIndex(of: ":") else {
            return word.isEmpty ? [] : keys.map { $0.name + ":" }.filter { $0.hasPrefix(word) }
        }
        let name = word[..<colon]
        guard let key = keys.first(where: { $0.name == name || $0.aliases.contains(String(name)) }) else { return [] }
        let value = word[word.index(after: colon)...]
        let words = if case .findings = key.values { findings } else { key.words(for: scope) }
        return words.filter { $0.lowercased().hasPrefix(value) }.map { "\(name):\($0)" }
    }

    private static func lastWord(of text: String) -> (head: String, word: String) {
        guard let space = text.lastIndex(where: \.isWhitespace) else { return ("", text) }
        let start = text.index(after: space)
        return (String(text[..<start]), String(text[start...]))
    }
}
