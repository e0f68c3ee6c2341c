import LiveProtocol
import Testing
import Wording

/// What has a name with its unit: figures of findings, keys of documents.
@Suite struct FormatFigureTests {
    @Test(
        arguments: [
            ("close_code", 1_008, "1008"), ("http_status", 429, "429"), ("age_s", 22, "22.0 s"),
            ("lost_ms", 6_553.9, "6.6 s"), ("late_ms", -120, "-120 ms"), ("lints", 1, "1"),
            ("billed_tokens", 3_455_032, "3,455,032"), ("ratio", 0.344_6, "0.3446"), ("noise_dbfs", -52.25, "-52.3 dB"),
            ("declared_hz", 16_000, "16,000 Hz"), ("stalls_per_min", 2.5, "2.5"), ("runs_per_s", 3, "3"),
            ("x_ms", .nan, "–"),
        ] as [(String, Double, String)])
    func `a figure has the unit that its name ends with, and a code is no quantity`(
        name: String, value: Double, expected: String
    ) {
        #expect(Format.figure(name, value) == expected)
    }

    @Test(arguments: [
        ("lost_ms", "lost"), ("close_code", "close code"), ("age_s", "age"), ("lints", "lints"), ("s", "s"),
        ("stalls_per_min", "stalls per min"), ("runs_per_s", "runs per s"), ("hum_hz", "hum"),
    ])
    func `its name goes without the unit`(name: String, expected: String) {
        #expect(Format.figureName(name) == expected)
    }

    @Test(arguments: [
        ("responseLatencyMs", "response latency"), ("billedInputAudioTokens", "billed input audio tokens"),
        ("toolCalls", "tool calls"), ("ending", "ending"), ("ms", "ms"), ("", ""),
    ])
    func `a key of a document is said in words`(key: String, expected: String) {
        #expect(Format.key(key) == expected)
    }

    @Test(arguments: [
        (Party.client, "client"), (.server, "server"), (.proxy, "livetop"), (.transport, "transport"),
    ])
    func `who ended a call is named as people know it`(party: Party, expected: String) {
        #expect(Format.party(party) == expected)
    }

    @Test(arguments: [
        (400, "0.4 s"), (0, "0 s"), (52_100, "52.1 s"), (59_999, "60 s"), (60_000, "1:00"), (70_000, "1:10"),
    ])
    func `a short length is told in seconds`(milliseconds: Int64, expected: String) {
        #expect(Format.length(.milliseconds(milliseconds)) == expected)
        #expect(Format.length(nil) == "–")
    }

    @Test(arguments: [
        ("/srv/calls", "/srv/calls"), ("my calls", "'my calls'"), ("it's", #"'it'\''s'"#), ("", "''"), ("~/x", "'~/x'"),
        ("a;b", "'a;b'"), ("tag:main", "tag:main"),
    ])
    func `a word of a command line is quoted where a shell would make something of it`(text: String, expected: String) {
        #expect(ShellWord.quoted(text) == expected)
    }
}
