extension Filter {
    /// What the last word of `text` can become: keys with their colon, or the words that a key knows. In the order of
    /// the tables; none inside of quotes or a regular expression.
    public static func completions(of text: String, for scope: FilterScope? = nil) -> [String] {
        let (head, word) = lastWord(of: text)
        guard head.filter({ $0 == "\"" }).count.isMultiple(of: 2), !word.isEmpty else { return [] }
        let mark = word.prefix { $0 == "!" || $0 == "(" }
        let rest = word.dropFirst(mark.count).lowercased()
        return candidates(for: rest, FilterKey.keys(for: scope)).map { head + mark + $0 }
    }

    private static func candidates(for word: String, _ keys: [FilterKey]) -> [String] {
        guard let colon = word.firstIndex(of: ":") else {
            return word.isEmpty ? [] : keys.map { $0.name + ":" }.filter { $0.hasPrefix(word) }
        }
        guard let key = keys.first(where: { $0.name == word[..<colon] }) else { return [] }
        let value = word[word.index(after: colon)...]
        return key.words.filter { $0.lowercased().hasPrefix(value) }.map { "\(key.name):\($0)" }
    }

    private static func lastWord(of text: String) -> (head: String, word: String) {
        guard let space = text.lastIndex(where: \.isWhitespace) else { return ("", text) }
        let start = text.index(after: space)
        return (String(text[..<start]), String(text[start...]))
    }
}

extension FilterKey {
    /// `docs/filter.md`.
    public static var document: String {
        let rows = all.map { key in
            let scopes = FilterScope.allCases.filter(key.scopes.contains).map(\.rawValue).joined(separator: ", ")
            return "| `\(key.name):` | \(key.help) | \(scopes) | `\(key.example)` |\n"
        }
        let words = all.filter { !$0.words.isEmpty }.map { key in
            "- `\(key.name):` " + key.words.map { "`\($0)`" }.joined(separator: " ") + "\n"
        }
        return introduction + rows.joined() + "\n## Known words\n\n" + words.joined()
    }

    private static let introduction = """
        # The filter language

        Generated from `Sources/SessionModel/Filter/FilterKey.swift`; a test keeps this page the same. One language for the
        screen (`/`) and for `--filter` on the commands.

        ```
        kind:audio dir:up              all of them
        is:interrupted or has:tool     any of them; `and` binds stronger, parentheses decide
        !kind:audio                    not
        size:>4k dur:<=40ms close:1008 < <= > >= or equal; units b k m, us ms s m h, %; at:>3:12
        tag:branch-* model:~live       a glob takes the whole value, a ~regex any place of it
        "exact text"  word             full text over JSON and transcripts
        /regex/i                       the same by regular expression; i ignores case
        ```

        Case does not matter, except in `/regex/`. What is not known matches neither `>` nor `<`. Regular expressions have
        literals, `.`, classes, `\\d \\w \\s \\b`, anchors, groups, `|` and repetition, and take linear time; they have no
        back-references and no look-around.

        mitmproxy's shorthands: `~b text`, `~c close code`, `~d host`, `~u path`, `~q` up, `~s` down, `~a` audio, `~marked`.

        ## Keys

        | Key | Compares | Of | Example |
        |---|---|---|---|

        """
}
