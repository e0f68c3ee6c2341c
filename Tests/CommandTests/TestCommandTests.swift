import Corpus
import Foundation
import Simulator
import Testing

/// `livetop test`: recordings as tests of a program; here the program is `livetop resend`, which says what was recorded.
struct TestCommandTests {
    /// A call with a tool in it, as a folder of one test.
    private static func folder(_ expectations: String?) async throws -> (stage: CallStage, folder: String) {
        let script = Script.toolUse(delay: .milliseconds(100), turns: 1)
        let stage = try await CallStage(script: script)
        _ = await stage.play(script)
        _ = await stage.end()
        let folder = stage.program.file("calls")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let exported = try await stage.read(
            ["export", "@last", "--format", "ndjson", "--raw", "--events", "-o", folder + "/order.ndjson"])
        try #require(exported.status == 0, "\(exported.complaint)")
        if let expectations { _ = try stage.program.write(expectations, to: "calls/order.toml") }
        return (stage, folder)
    }

    private static func test(
        _ stage: CallStage, _ folder: String, _ options: [String] = [], client: String? = nil
    ) async throws -> Program.Output {
        let resend = """
            exec '\(Program.binary)' resend @last --yes --json --data-dir '\(stage.dataFolder)' \
            --upstream "http${GOOGLE_GEMINI_BASE_URL#https}"
            """
        return try await stage.program.run(["test"] + options + [folder, "--", "sh", "-c", client ?? resend])
    }

    @Test func `a program that says what was recorded passes, and JUnit says so`() async throws {
        let (stage, folder) = try await Self.folder(
            """
            timeout_s = 60
            speed = 8
            [expect]
            tools = [{ name = "get_weather" }]
            no_finding_from = "error"
            connections = 1
            closed_by = "client"
            """)
        let report = stage.program.file("report.xml")
        let output = try await Self.test(stage, folder, ["--junit", report, "--keep", stage.program.file("kept")])
        #expect(output.status == 0, "\(output.out)\n\(output.complaint)")
        #expect(output.out.contains("ok      order  get_weather is called and answered"))
        #expect(output.out.contains("ok      order  it hears the recorded server out: 1 of 1 recorded connections"))
        #expect(output.out.hasSuffix("1 test, 0 failed\n"))
        let junit = try String(contentsOfFile: report, encoding: .utf8)
        #expect(junit.contains(#"<testcase classname="livetop.order" name="the program ends with 0""#))
        #expect(junit.contains(#"failures="0""#))
        let kept = try await stage.program.run(["ls", "--json", "--data-dir", stage.program.file("kept/order")])
        #expect((try kept.json["sessions"] as? [Any])?.count == 1)
    }

    @Test func `what does not hold fails, each by its name`() async throws {
        let (stage, folder) = try await Self.folder(
            """
            strict = true
            speed = 8
            [expect]
            tools = [{ name = "get_weather", arguments = { city = "nowhere" } }, { name = "order_pizza" }]
            model_says = ["words that nobody said"]
            connections = 3
            """)
        let output = try await Self.test(stage, folder)
        #expect(output.status == 1, "\(output.out)\n\(output.complaint)")
        for words in [
            "FAILED  order  get_weather is called with {\"city\":\"nowhere\"} and answered: called with",
            "FAILED  order  order_pizza is called and answered: called is get_weather",
            "FAILED  order  the model says words that nobody said:", "FAILED  order  3 connections: 1",
            "1 test, 1 failed",
        ] { #expect(output.out.contains(words), "\(words) in \(output.out)") }
    }

    @Test func `a program that does not call, fails, or does not end`() async throws {
        let (stage, folder) = try await Self.folder("timeout_s = 1\n")
        let silent = try await Self.test(stage, folder, client: "exit 3")
        #expect(silent.status == 1)
        #expect(silent.out.contains("FAILED  order  the program ends with 0: 3"))
        #expect(silent.out.contains("FAILED  order  it hears the recorded server out: 0 of 1"))
        #expect(silent.out.contains("FAILED  order  a call came through: none did"))
        let endless = try await Self.test(stage, folder, client: "exec sleep 60")
        #expect(endless.status == 1)
        #expect(endless.out.contains("FAILED  order  the program ends: it was ended after 1"))
        let seen = try await Self.test(stage, folder, client: "echo \"$LIVETOP_TEST $GEMINI_API_KEY\"; exit 1")
        #expect(seen.out.contains("order rehearsal\n"))
    }

    @Test(arguments: [
        ("speeed = 2", "did you mean speed?"), ("[expect]\ntool = []", "did you mean tools?"),
        ("[expect]\nallowed = [\"goaway-ignord\"]", "did you mean goaway-ignored?"),
        ("[expect]\nclosed_by = \"nobody\"", "closed_by is none of client, server, proxy, transport"),
        ("[expect]\nmodel_says = [\"/(/\"]", "model_says"), ("speed = \"fast\"", "speed is no number"),
        ("recording = ", "not valid TOML"),
    ]) func `a mistake in what is expected is told before anything runs`(text: String, words: String) async throws {
        let program = try Program()
        _ = try program.write(text, to: "calls/a.toml")
        _ = try program.write("{}", to: "calls/a.ndjson")
        let output = try await program.run(["test", program.file("calls"), "--", "sh", "-c", "echo ran"])
        #expect(output.status == 65, "\(output.complaint)")
        #expect(output.complaint.contains(words), "\(output.complaint)")
        #expect(output.complaint.contains("a.toml"))
        #expect(output.out.isEmpty)
    }

    @Test func `nothing to test, no command, and a recording that is none`() async throws {
        let program = try Program()
        #expect(try await program.run(["test"]).status == 64)
        #expect(try await program.run(["test", "calls"]).status == 64)
        #expect(try await program.run(["test", "--", "true"]).status == 64)
        #expect(try await program.run(["test", program.file("none"), "--", "true"]).status == 66)
        _ = try program.write("hello", to: "calls/a.ndjson")
        let broken = try await program.run(["test", program.file("calls"), "--", "true"])
        #expect(broken.status == 2)
        #expect(broken.out.contains("?       a  the recording is played: cannot import"))
        #expect(try await program.run(["test", "--only", "b*", program.file("calls"), "--", "true"]).status == 66)
    }
}
