import Foundation
import LiveProtocol
import Simulator
import Testing

/// Every command, screen and export says the same of a recorded session.
@Suite(.serialized) struct OneAnswerTests {
    /// The service ends each call with an error of its own.
    private var refusal: Script {
        Script {
            client(.setup(SetupLine()))
            server(.setupComplete, after: .milliseconds(20))
            client(.text("Hello?"))
            server(.close(1011, reason: "Internal error encountered."))
        }
    }

    /// What was found in a session: the rules, what they explain included.
    private static func rules(_ findings: Any?) -> Set<String> {
        let found = findings as? [[String: Any]] ?? []
        return Set(found.flatMap { [$0["id"] as? String].compactMap(\.self) + rules($0["explains"]) })
    }

    private static func lines(_ output: Program.Output) throws -> [[String: Any]] {
        try output.out.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
    }

    /// Errors and warnings that `ls --findings` counts in the newest session.
    private static func counts(_ output: Program.Output) throws -> [Int] {
        let sessions = try #require(try output.json["sessions"] as? [[String: Any]])
        let counted = try #require(sessions.last?["findings"] as? [String: Any])
        return ["errors", "warnings", "infos", "muted"].map { counted[$0] as? Int ?? -1 }
    }

    @Test func `five refused calls of one client get one answer from everybody`() async throws {
        let stage = try await CallStage(script: refusal)
        for count in 1...5 {
            // Without a tag, calls that were cut off are sessions of their own.
            _ = await stage.play(refusal, tag: nil)
            // A client that comes back before the last connection is closed is no storm but two users.
            try await stage.expectClosed(count)
        }
        _ = await stage.end()

        let diagnosed = try await stage.read(["diagnose", "@last", "--json"]).json
        let session = try #require((diagnosed["sessions"] as? [[String: Any]])?.first)
        let findings = try #require(session["findings"] as? [[String: Any]])
        let expected = Self.rules(findings)
        #expect(expected.isSuperset(of: ["server-internal-error", "reconnect-storm"]), "\(expected)")

        let whole = try Self.counts(try await stage.read(["ls", "--findings", "--json"]))
        #expect(whole[0] == findings.count { $0["severity"] as? String == "error" })
        for limit in ["1", "2"] {
            let some = try Self.counts(try await stage.read(["ls", "--findings", "--json", "--limit", limit]))
            #expect(some == whole, "--limit \(limit)")
        }
        #expect(Self.rules(try await stage.read(["show", "@last", "--json"]).json["findings"]) == expected, "show")
        let check = try await stage.read(["check", "@last"])
        #expect(check.status == 1)
        #expect(check.out.contains("reconnect-storm"), "\(check.out)")

        for arguments in [["tail", "@last", "--from-start", "--json"], ["replay", "@last", "--json"]] {
            let told = try Self.lines(try await stage.read(arguments)).filter { $0["event"] as? String == "finding" }
            let rules = told.map { Self.rules([($0["data"] as? [String: Any])?["finding"]].compactMap(\.self)) }
            let ill = Self.rules(findings.filter { $0["severity"] as? String != "info" })
            #expect(rules.reduce(Set()) { $0.union($1) }.isSuperset(of: ill), "\(arguments): \(rules)")
        }
        let all = try await stage.read(["diagnose", "@-5", "@-4", "@-3", "@-2", "@last", "--json"]).json
        #expect(Self.rules((all["sessions"] as? [[String: Any]])?.last?["findings"]) == expected, "diagnose of all")
        let story = try await stage.read(["replay", "@last", "--plain"]).out
        for title in findings.compactMap({ $0["title"] as? String }) {
            #expect(story.contains(title), "replay --plain")
        }
        try await expectExports(of: stage.program, stage.dataFolder, expected)
        try await expectReimports(of: stage, expected, findings)
    }

    /// Every export that holds findings names these.
    private func expectExports(of program: Program, _ folder: String, _ expected: Set<String>) async throws {
        func exported(_ arguments: [String]) async throws -> Program.Output {
            try await program.run(["export", "@last", "--data-dir", folder, "--format"] + arguments)
        }
        let lines = try Self.lines(try await exported(["ndjson", "--findings"]))
        #expect(Set(lines.compactMap { $0["rule"] as? String }) == expected, "ndjson")
        for arguments in [["markdown"], ["html"], ["csv", "--table", "findings"], ["trace"], ["labels"], ["vtt"]] {
            let text = try await exported(arguments).out
            for rule in expected { #expect(text.contains(rule), "\(arguments): \(rule)") }
        }
    }

    /// What was exported and comes back in another folder is judged as before.
    private func expectReimports(of stage: CallStage, _ expected: Set<String>, _ findings: [[String: Any]]) async throws
    {
        for arguments in [["bundle"], ["ndjson", "--raw", "--events"]] {
            let file = stage.program.file("again.\(arguments[0])")
            let exported = try await stage.read(["export", "--all", "-o", file, "--format"] + arguments)
            try #require(exported.status == 0, "\(exported.complaint)")
            let folder = stage.program.file("again-\(arguments[0])")
            let imported = try await stage.program.run(["import", file, "--data-dir", folder])
            try #require(imported.status == 0, "\(imported.complaint)")
            let diagnosed = try await stage.program.run(["diagnose", "@last", "--json", "--data-dir", folder]).json
            let session = try #require((diagnosed["sessions"] as? [[String: Any]])?.first)
            #expect(Self.rules(session["findings"]) == expected, "\(arguments)")
            let again = session["findings"] as? [[String: Any]]
            #expect(again?.map { $0["title"] as? String } == findings.map { $0["title"] as? String }, "\(arguments)")
        }
    }

    // MARK: What the configuration says

    /// A call with usage, ended by the service.
    private var billed: Script {
        Script {
            client(.setup(SetupLine()))
            server(.setupComplete, after: .milliseconds(20))
            client(.text("Hello?"))
            server(.turnCompleteWith(UsageLine(promptText: 500, promptAudio: 200, responseAudio: 300)))
            server(.close(1011, reason: "Internal error encountered."))
        }
    }

    @Test func `a muted rule is muted everywhere, and said to be`() async throws {
        let stage = try await CallStage(script: billed)
        _ = await stage.play(billed, tag: "desk")
        _ = await stage.end()
        let rule = "server-internal-error"
        let commands: [(arguments: [String], note: String?)] = [
            (["diagnose", "@last"], "1 finding muted"), (["diagnose", "@last", "--json"], #""mutedFindings":1"#),
            (["show", "@last"], "1 finding muted"), (["show", "@last", "--json"], #""mutedFindings":1"#),
            (["ls", "--findings"], "1 muted"), (["ls", "--findings", "--json"], #""muted":1"#),
            (["check", "@last", "--fail-on", "info"], "1 finding muted"),
            (["replay", "@last", "--plain"], "1 finding muted"), (["tail", "@last", "--from-start"], nil),
            (["export", "@last", "--format", "markdown"], "1 finding muted"),
            (["export", "@last", "--format", "html"], "1 finding muted"),
            (["export", "@last", "--format", "ndjson", "--findings"], nil),
            (["export", "@last", "--format", "csv", "--table", "findings"], nil),
            (["export", "@last", "--format", "trace"], nil), (["export", "@last", "--format", "labels"], nil),
            (["export", "@last", "--format", "vtt"], nil), (["diff", "@last", "@last"], nil),
        ]
        let loud = try await stage.read(["diagnose", "@last"])
        try #require(loud.out.contains(rule), "\(loud.out)")
        _ = try stage.program.write("[rules]\nmuted = [\"\(rule)\"]\n", to: "config/livetop/config.toml")
        for (arguments, note) in commands {
            let output = try await stage.read(arguments)
            #expect(!output.out.contains(rule), "\(arguments)")
            if let note { #expect(output.out.contains(note), "\(arguments): \(output.out)") }
        }
    }

    @Test func `limits and prices are those in force, also where they were others when it was recorded`() async throws {
        let stage = try await CallStage(script: billed)
        _ = await stage.play(billed, tag: "desk")
        _ = await stage.end()
        let shown = try await stage.read(["show", "@last", "--json"]).json
        let model = try #require((shown["session"] as? [String: Any])?["model"] as? String)
        _ = try stage.program.write(
            "dated = \"2026-11-28\"\n[[model]]\nid = \"\(model)\"\ncontext = 4242\n", to: "config/livetop/models.toml")
        _ = try stage.program.write(
            """
            dated = "2026-11-28"
            [[model]]
            id = "\(model)"
            input = { text = 1000, audio = 2000 }
            output = { text = 3000, audio = 4000 }

            """, to: "config/livetop/prices.toml")
        // 500 · 1000 + 200 · 2000 + 300 · 4000, a millionth of it.
        let cost = 2.1
        try await expect(limit: 4_242, cost: cost, in: stage.program, stage.dataFolder)
        for arguments in [["bundle"], ["ndjson", "--raw", "--events"]] {
            let file = stage.program.file("again.\(arguments[0])")
            _ = try await stage.read(["export", "--all", "-o", file, "--format"] + arguments)
            let folder = stage.program.file("again-\(arguments[0])")
            let imported = try await stage.program.run(["import", file, "--data-dir", folder])
            try #require(imported.status == 0, "\(imported.complaint)")
            try await expect(limit: 4_242, cost: cost, in: stage.program, folder)
        }
    }

    private func expect(limit: Int, cost: Double, in program: Program, _ folder: String) async throws {
        func run(_ arguments: [String]) async throws -> Program.Output {
            try await program.run(arguments + ["--data-dir", folder])
        }
        let listed = try #require((try await run(["ls", "--json"]).json["sessions"] as? [[String: Any]])?.last)
        #expect(listed["limitTokens"] as? Int == limit, "ls")
        let shown = try await run(["show", "@last", "--json"]).json
        #expect((shown["context"] as? [String: Any])?["limitTokens"] as? Int == limit, "show")
        let billed = shown["tokens"] as? [String: Any]
        let told = try #require(billed?["costUsd"] as? Double, "show: \(String(describing: billed))")
        #expect(abs(told - cost) < 1e-9, "show")
        let totals = try await run(["stats", "--json"]).json["totals"] as? [String: Any]
        let summed = try #require(totals?["costUsd"] as? Double)
        #expect(abs(summed - cost) < 1e-9, "stats")
        for format in ["markdown", "html"] {
            let text = try await run(["export", "@last", "--format", format]).out
            #expect(text.replacing(",", with: "").contains(String(limit)) || text.contains("4.2k"), "\(format)")
        }
    }

    @Test func `a broken table of limits is one clear error, once`() async throws {
        let stage = try await CallStage(script: billed)
        _ = await stage.play(billed, tag: "desk")
        _ = await stage.end()
        let file = try stage.program.write("dated = \n", to: "config/livetop/models.toml")
        for arguments in [["ls"], ["show", "@last"], ["stats"], ["export", "@last", "--format", "ndjson"]] {
            let output = try await stage.read(arguments)
            #expect(output.status == 78, "\(arguments)")
            #expect(output.out.isEmpty)
            #expect(output.complaint.ranges(of: file).count == 1, "\(output.complaint)")
            #expect(output.complaint.split(separator: "\n").count == 3, "\(output.complaint)")
        }
    }
}

extension CallStage {
    /// Waits until so many sessions are recorded and over.
    fileprivate func expectClosed(_ count: Int) async throws {
        for _ in 0..<100 {
            let list = try await read(["ls", "--json"]).json["sessions"] as? [[String: Any]]
            if list?.count == count, list?.allSatisfy({ $0["state"] as? String == "closed" }) == true { return }
        }
        Issue.record("not \(count) closed sessions")
    }
}
