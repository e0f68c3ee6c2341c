import Testing

/// Commands that errors suggest work where they are pasted: in the folder that the command line named.
struct SuggestedCommandTests {
    @Test(arguments: [
        (
            ["check", "--data-dir", "my calls", "--max", "response.p95=900"],
            "livetop check --data-dir 'my calls' --max response_ms.p95=900"
        ),
        (["fault", "reset", "--next", "1", "--data-dir", "d"], "livetop serve --data-dir d --fault goaway@30s"),
        (["ls", "--limit", "0", "--data-dir=d"], "livetop ls --data-dir d --limit 20"),
        (
            ["fault", "--data-dir", "d"],
            "livetop fault --data-dir d goaway @last, or livetop fault --data-dir d --list"
        ),
        (["run", "--data-dir", "d"], "livetop run --data-dir d -- python app.py"),
    ])
    func `a command is suggested with the folder that was named`(arguments: [String], remedy: String) async throws {
        let output = try await Program().run(arguments)
        #expect(output.complaint.contains("  do:  ") && output.complaint.contains(remedy), "\(output.complaint)")
    }

    @Test(arguments: [
        (["ls", "--limit", "0"], "livetop ls --limit 20\n"),
        // A folder of the program's, and not of ours.
        (["run", "--", "nothing-is-called-so", "--data-dir", "d"], nil),
        (["rules", "xyzzy"], "livetop rules\n"),
    ])
    func `without a folder nothing is added`(arguments: [String], remedy: String?) async throws {
        let output = try await Program().run(arguments)
        #expect(!output.complaint.contains("--data-dir d"), "\(output.complaint)")
        if let remedy { #expect(output.complaint.hasSuffix(remedy), "\(output.complaint)") }
    }

    @Test(arguments: [
        (["rules", "goaway"], "did you mean 'goaway-ignored'?"),
        (["check", "--max", "response.p95=900"], "did you mean 'response_ms'?"),
        (["check", "--max", "response.p95=900"], "livetop check --max response_ms.p95=900"),
        (["ls", "--filter", "finding:goaway"], "did you mean goaway-ignored?"),
        (["ls", "--filter", "duration>5"], "dur: is not known of sessions"),
        (["ls", "--filter", "a or"], "sessions know tag: id: "),
        (
            ["test", "nodir", "--", "true"],
            "mkdir -p nodir && livetop export @last --format ndjson --raw --events -o nodir/"
        ),
    ])
    func `a part of a name is near enough, and the line that is suggested keeps what was asked`(
        arguments: [String], words: String
    ) async throws {
        let output = try await Program().run(arguments)
        #expect(output.complaint.contains(words), "\(output.complaint)")
    }

    @Test func `who holds the folder is named with what shows its calls`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        _ = try serve.line()
        let second = try await program.run(["serve", "--port", "0", "--data-dir", program.data])
        #expect(second.status == 69)
        #expect(
            second.complaint.contains("livetop top --data-dir \(program.data) shows its calls"), "\(second.complaint)")
    }

    @Test func `a bare setup is no recording`() async throws {
        let program = try Program()
        let file = try program.write(#"{"setup":{"model":"models/gemini-3.8-live"}}"#, to: "setup.json")
        let output = try await program.run(["import", file])
        #expect(output.status == 65)
        #expect(output.complaint.contains("why: it is a setup, and no call"), "\(output.complaint)")
        #expect(output.complaint.contains("livetop lint \(file)"), "\(output.complaint)")
    }
}
