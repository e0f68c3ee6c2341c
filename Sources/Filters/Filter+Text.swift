extension Filter: CustomStringConvertible {
    /// The filter as text that parses to the same filter.
    public var description: String {
        switch self {
        case .everything: ""
        case .term(let term): term.description
        case .not(let filter): "!" + filter.factor
        case .all(let filters): filters.map(\.factor).joined(separator: " ")
        case .any(let filters): filters.map(\.summand).joined(separator: " or ")
        }
    }

    /// As one part of `and` or behind `!`.
    private var factor: String {
        switch self {
        case .term, .not: description
        case .everything, .all, .any: "(\(description))"
        }
    }

    /// As one part of `or`, which binds weaker than `and`.
    private var summand: String {
        if case .all = self { description } else { factor }
    }
}

extension FilterTerm: CustomStringConvertible {
    public var description: String {
        switch self {
        case .text(.words(let words)): quoted(words)
        case .text(.glob(let glob)): quoted(glob.source)
        case .text(.pattern(let pattern)): slashed(pattern.source) + (pattern.ignoresCase ? "i" : "")
        case .key(let key, let test): "\(key.name):\(value(test))"
        case .number(let key, let relation, let quantity): "\(key.name):\(relation.rawValue)\(quantity.text)"
        }
    }

    private func value(_ test: TextTest) -> String {
        switch test {
        case .words(let words): isPlain(words) ? words : quoted(words)
        case .glob(let glob): isPlain(glob.source) ? glob.source : quoted(glob.source)
        case .pattern(let pattern): "~" + quoted(pattern.source)
        }
    }

    /// Reads the same with and without quotes.
    private func isPlain(_ words: String) -> Bool {
        !words.isEmpty
            && words.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || "0123456789-_.*?".utf8.contains($0) }
    }

    private func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        return "\"\(String(quoted))\""
    }

    /// A slash inside is escaped; everything else is the pattern's own.
    private func slashed(_ source: String) -> String {
        var slashed = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in source.unicodeScalars {
            if scalar == "/", !isEscaped { slashed.append("\\") }
            slashed.append(scalar)
            isEscaped = scalar == "\\" && !isEscaped
        }
        return "/\(String(slashed))/"
    }
}
