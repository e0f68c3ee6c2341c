extension FilterKey {
    /// `docs/filter.md`.
    public static var document: String {
        let rows = all.map { key in
            let aliases = key.aliases.map { ", `\($0):`" }.joined()
            return "| `\(key.name):`\(aliases) | \(key.help) | \(Self.names(key.scopes)) | `\(key.example)` |\n"
        }
        let words = all.filter { !$0.words().isEmpty }.map(\.wordList)
        return introduction + rows.joined() + wordIntroduction + words.joined()
    }

    /// What may stand behind the colon; where that depends on what is filtered, as a table.
    private var wordList: String {
        guard case .conditions(let conditions) = values else {
            return "- `\(name):` " + words().map { "`\($0)`" }.joined(separator: " ") + "\n"
        }
        let rows = conditions.map { "| `\(name):\($0.name)` | \(Self.names($0.getters.scopes)) |\n" }
        return "\n| `\(name):` | Of |\n|---|---|\n" + rows.joined()
    }

    private static func names(_ scopes: Set<FilterScope>) -> String {
        FilterScope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: ", ")
    }

    /// Filters of the introduction and what they mean; each is one that can be typed.
    static let examples: [(text: String, meaning: String)] = [
        ("kind:audio dir:up", "all of them"),
        ("is:interrupted or has:tool", "any of them; `and` binds stronger, parentheses decide"),
        ("!kind:audio", "not"),
        ("size:>4k dur:<=40ms close:1008", "`<` `<=` `>` `>=` or equal; units `b k m g`, `us ms s m h d`"),
        ("context:>80%", "a share"), ("at:>3:12", "a place in time"),
        ("tag:branch-* model:~live", "a glob takes the whole value, a `~regex` any place of it"),
        (#""exact text" word"#, "full text over JSON and transcripts"),
        ("/refunds?/i", "the same by regular expression; `i` ignores case"),
    ]

    private static var introduction: String {
        """
        # The filter language

        Generated from the table in `FilterKey+Table.swift`; a test keeps this page the same. One language for the screen
        (`/`) and for `--filter` on the commands.

        | Filter | Means |
        |---|---|

        """ + examples.map { "| `\($0.text)` | \($0.meaning) |\n" }.joined() + """

            Case does not matter, except in `/regex/`. What is not known matches neither `>` nor `<`. Regular expressions have
            literals, `.`, classes, `\\d \\w \\s \\b`, anchors, groups, `|` and repetition, and take linear time; they have no
            back-references and no look-around.

            mitmproxy's shorthands: `~b text`, `~c close code`, `~d host`, `~u path`, `~q` up, `~s` down, `~a` audio, `~marked`.

            What is filtered decides what can be asked: `ls`, `stats` and the Sessions screen filter sessions, the Turns screen and
            exports of text turns, the Frames screen, `ndjson` and `har` frames, `tail` events. A key or a word that what is filtered
            cannot answer is an error that names the nearest one and those that are known.

            Most keys are answered from a session's line in the list. `finding:`, and `has:` of sessions that an older livetop
            recorded, need the session itself: such sessions are opened, but only those that the rest of the filter leaves. `tail`
            answers `finding:` with the lines that tell of findings.

            ## Keys

            | Key | Compares | Of | Example |
            |---|---|---|---|

            """
    }

    private static let wordIntroduction = """

        ## Known words


        """
}
