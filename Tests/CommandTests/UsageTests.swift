import TestSupport
import Testing

/// What everybody meets first: help, and mistakes on the command line.
struct UsageTests {
    static let commands = [
        "run", "env", "doctor", "ca", "ca path", "ca pem", "config", "version", "grep", "diff", "sql", "schema",
        "prune", "backup", "replay", "status",
    ]

    @Test(arguments: commands) func `help of a command is its golden`(command: String) async throws {
        let output = try await Program().run(["help"] + command.split(separator: " ").map(String.init))
        #expect(output.status == 0)
        expectGolden(output.out, named: "help-\(command.replacing(" ", with: "-"))")
    }

    /// Also finds two flags of one name, with which a command does nothing at all.
    @Test func `every command of the help tells its usage`() async throws {
        let program = try Program()
        let help = try await program.run(["help"]).out
        let list = help.split(separator: "SUBCOMMANDS:").last.map(String.init) ?? ""
        let names = list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        try #require(names.count >= 20, "\(names)")
        for name in names where name != "See" {
            let output = try await program.run([name, "--help"])
            #expect(output.status == 0, "\(name): \(output.complaint)")
            #expect(output.out.contains("USAGE: livetop \(name)"), "\(name): \(output.out)")
        }
    }

    @Test func `a mistyped command is refused with the nearest one`() async throws {
        let output = try await Program().run(["docter"])
        #expect(output.status == 64)
        #expect(
            output.complaint == """
                livetop: there is no command 'docter'
                  why: did you mean 'doctor'?
                  do:  livetop doctor

                """)
        #expect(output.out.isEmpty)
    }

    @Test func `a word that resembles no command is refused with the list`() async throws {
        let output = try await Program().run(["frobnicate"])
        #expect(output.status == 64)
        #expect(output.complaint.contains("it is none of"))
    }

    /// Each kind of complaint of the parser of the command line, and each in our form.
    static let mistakes: [(line: String, what: String, why: String, remedy: String)] = [
        (
            "config --prot 1", "livetop config has no option '--prot'", "did you mean '--port'?",
            "livetop config --port <port>"
        ),
        (
            "ls --frobnicate", "livetop ls has no option '--frobnicate'",
            "none of its options is called so, or nearly so", "livetop ls --help"
        ),
        (
            "ls -x", "livetop ls has no option '-x'", "none of its options is called so, or nearly so",
            "livetop ls --help"
        ),
        (
            "serve --port", "'--port' has no value",
            "it takes <port>: port to listen on; 0 lets the system choose. (default: 8910)",
            "livetop serve --port <port>"
        ),
        ("ls --json=yes", "'--json' takes no value", "'yes' stands behind it", "livetop ls --json"),
        ("ls json", "livetop ls does not know what to do with 'json'", "did you mean '--json'?", "livetop ls --json"),
        (
            "ls one two", "livetop ls does not know what to do with 'one', 'two'",
            "it takes options and no other words", "livetop ls --help"
        ),
        ("ca pth", "livetop ca does not know what to do with 'pth'", "did you mean 'path'?", "livetop ca path"),
        (
            "show a b", "livetop show does not know what to do with 'b'",
            "it takes <session> and no more words", "livetop show --help"
        ),
        (
            "export", "livetop export needs --format <format>", "",
            "livetop export --format ndjson | jq -c '{t, dir, kind}'"
        ),
        ("grep", "livetop grep needs <text>", "what to look for", "livetop grep \"flight to oslo\""),
        (
            "check --fail-on eror", "'eror' is no value for '--fail-on'", "did you mean 'error'?",
            "livetop check --fail-on error"
        ),
        (
            "completions tcsh", "'tcsh' is no value for <shell>", "it takes bash, zsh, fish",
            "livetop completions --help"
        ),
        (
            "ls --limit many", "'many' is no value for '--limit'", "it takes <count>: only the newest so many",
            "livetop ls --help"
        ),
        (
            "stats --since yesterday", "'yesterday' is no value for '--since'",
            "it takes <age>: only sessions opened in the last 90s, 15m, 2h or 7d", "livetop stats --help"
        ),
        ("ls --limit 0", "there is nothing to show", "--limit takes a number from 1 on", "livetop ls --limit 20"),
        (
            "ls --filter tga:x", "cannot read the filter 'tga:x'",
            "unknown key tga: did you mean tag:? (at character 1)", ""
        ),
        (
            "check --max respons_ms.p95=1", "there is no metric 'respons_ms'", "did you mean 'response_ms'?",
            "livetop check --max response_ms.p95=1"
        ),
        (
            "check --max response_ms.p59=1", "there is no statistic 'p59'", "did you mean 'p50'?",
            "livetop check --max response_ms.p50=1"
        ),
        ("export --format hra", "there is no format 'hra'", "did you mean 'har'?", "livetop export --format har"),
        (
            "export --format csv --table turn", "'turn' is no value for '--table'", "did you mean 'turns'?",
            "livetop export --table turns"
        ),
        ("help shwo", "there is no command 'shwo'", "did you mean 'show'?", "livetop show"),
        ("shwo --help", "there is no command 'shwo'", "did you mean 'show'?", "livetop show"),
        (
            "rules goaway-ignord", "there is no rule 'goaway-ignord'", "did you mean 'goaway-ignored'?",
            "livetop rules goaway-ignored"
        ),
    ]

    /// An empty text is not looked at.
    @Test func `what is wrong with a command line is told in three lines`() async throws {
        let program = try Program()
        for mistake in Self.mistakes {
            let output = try await program.run(mistake.line.split(separator: " ").map(String.init))
            #expect(output.status == (mistake.line.hasPrefix("rules") ? 66 : 64), "\(mistake.line)")
            let lines = output.complaint.split(separator: "\n").map(String.init)
            try #require(lines.count == 3, "\(mistake.line): \(output.complaint)")
            let heads = ["livetop: ", "  why: ", "  do:  "]
            for (line, (head, text)) in zip(lines, zip(heads, [mistake.what, mistake.why, mistake.remedy])) {
                #expect(text.isEmpty ? line.hasPrefix(head) : line == head + text, "\(mistake.line)")
            }
            #expect(output.out.isEmpty)
        }
    }

    @Test func `a key on the command line is not repeated`() async throws {
        let output = try await Program().run(["config", "--api-key=AIzaSyHunter2Hunter2Hunter2Hunter2Hunter2"])
        #expect(output.status == 64)
        #expect(!output.complaint.contains("Hunter2"))
    }
}
