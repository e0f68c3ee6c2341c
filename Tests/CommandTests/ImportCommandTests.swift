import Corpus
import Foundation
import Glibc
import Simulator
import Testing

/// `livetop import`: what comes in behaves like what was recorded here; what is no good leaves nothing behind.
@Suite(.serialized) struct ImportCommandTests {
    private func recorded() async throws -> CallStage {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 2), tag: "desk")
        _ = await stage.end()
        return stage
    }

    private func exported(_ stage: CallStage, _ format: [String], from data: String? = nil) async throws
        -> Program.Output
    {
        try await stage.program.run(
            ["export", "@last", "--format"] + format + ["--data-dir", data ?? stage.dataFolder])
    }

    @Test(arguments: [["bundle"], ["ndjson", "--raw", "--events"]])
    func `there and back again nothing has changed`(format: [String]) async throws {
        let stage = try await recorded()
        let (file, other) = (stage.program.file("call"), stage.program.file("other"))
        #expect(try await exported(stage, format + ["-o", file]).status == 0)
        let output = try await stage.program.run(["import", file, "--data-dir", other])
        #expect(output.status == 0, "\(output.complaint)")
        let lines = ["ndjson", "--raw", "--events", "--findings"]
        let (before, after) = (try await exported(stage, lines).out, try await exported(stage, lines, from: other).out)
        #expect(before == after)
        #expect(!before.isEmpty)
        for command in [["show", "@last", "--json"], ["ls", "--json"], ["replay", "@last", "--plain"]] {
            let here = try await stage.read(command).out
            let there = try await stage.program.run(command + ["--data-dir", other]).out
            #expect(here == there, "\(command)")
        }
        #expect(try await stage.program.run(["grep", "Question 2", "--data-dir", other]).status == 0)
        let again = try await stage.program.run(["import", file, "--data-dir", other])
        #expect(again.status == 73)
        #expect(again.complaint.contains("it is here already"))
    }

    @Test func `a session that was sent again keeps its origin on the way`() async throws {
        let stage = try await recorded()
        let mock = try MockServer(MockConfiguration(behaviour: .quick))
        let upstream = "http://127.0.0.1:\(try await mock.start())"
        let sent = try await stage.read(["resend", "@last", "--yes", "--json", "--upstream", upstream])
        #expect(sent.status == 0, "\(sent.complaint)")
        await mock.shutdown()
        let (file, other) = (stage.program.file("call.livetop"), stage.program.file("other"))
        #expect(try await exported(stage, ["bundle", "-o", file]).status == 0)
        #expect(try await stage.program.run(["import", file, "--data-dir", other]).status == 0)
        let shown = try await stage.program.run(["show", "@last", "--json", "--data-dir", other]).json["session"]
        #expect((shown as? [String: Any])?["origin"] as? String == (try sent.json["origin"] as? String))
    }

    @Test func `what is damaged, foreign, empty or missing is refused, and nothing is left of it`() async throws {
        let stage = try await recorded()
        let lines = try await exported(stage, ["ndjson", "--raw", "--events"]).out
        let other = stage.program.file("other")
        let files = [
            ("cut.ndjson", String(lines.dropLast(lines.count / 2)), Int32(65)), ("empty", "", 65),
            ("text.txt", "Dear diary", 65), ("other.json", #"{"hello":"world"}"#, 65),
            ("table.csv", "a,b\n1,2\n", 65),
        ]
        for (name, text, status) in files {
            let file = try stage.program.write(text, to: name)
            let output = try await stage.program.run(["import", file, "--data-dir", other])
            #expect(output.status == status, "\(name): \(output.complaint)")
            #expect(output.complaint.split(separator: "\n").count == 3, "\(name): \(output.complaint)")
            let listed = try await stage.program.run(["ls", "--json", "--data-dir", other])
            let sessions = listed.status == 66 ? [] : try listed.json["sessions"] as? [Any]
            #expect(sessions?.isEmpty == true, "\(name)")
        }
        #expect(try await stage.program.run(["import", "nowhere.har", "--data-dir", other]).status == 66)
    }

    @Test func `a bundle that is being written, or comes from a newer livetop, is told apart`() async throws {
        let stage = try await recorded()
        let (file, other) = (stage.program.file("call.livetop"), stage.program.file("other"))
        #expect(try await exported(stage, ["bundle", "-o", file]).status == 0)
        _ = try stage.program.write("", to: "call.livetop-journal")
        let early = try await stage.program.run(["import", file, "--data-dir", other])
        #expect(early.status == 69)
        #expect(early.complaint.contains("being written"), "\(early.complaint)")
        try FileManager.default.removeItem(atPath: file + "-journal")
        // `user_version` stands at byte 60 of the file.
        let handle = try FileHandle(forUpdating: URL(filePath: file))
        try handle.seek(toOffset: 60)
        try handle.write(contentsOf: Data([0, 0, 0, 99]))
        try handle.close()
        for command in [["import", file, "--data-dir", other], ["ls", "--data-dir", file]] {
            let newer = try await stage.program.run(command)
            #expect(newer.status == 65)
            #expect(newer.complaint.contains("newer livetop"), "\(newer.complaint)")
        }
    }

    @Test func `beside a proxy that records, nothing is lost on either side`() async throws {
        let elsewhere = try await recorded()
        let file = elsewhere.program.file("call.livetop")
        #expect(try await exported(elsewhere, ["bundle", "-o", file]).status == 0)
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "before")
        let imported = try await stage.read(["import", file])
        #expect(imported.status == 0, "\(imported.complaint)")
        _ = await stage.play(.textTalk(turns: 1), tag: "after")
        let prune = try await stage.read(["prune", "--older-than", "100d"])
        #expect(prune.status == 0, "\(prune.complaint)")
        _ = await stage.play(.textTalk(turns: 1), tag: "last")
        _ = await stage.end()
        let id = imported.out.trimmingCharacters(in: .whitespacesAndNewlines)
        let lines = ["ndjson", "--raw", "--events"]
        let there = try await exported(elsewhere, lines).out
        #expect(try await stage.read(["export", id, "--format"] + lines).out == there)
        let tags = (try await stage.read(["ls", "--json"]).json["sessions"] as? [[String: Any]] ?? [])
            .compactMap { $0["tag"] as? String }
        #expect(Set(tags) == ["desk", "before", "after", "last"])
    }

    private static let lines = """
        {"t":0.1,"dir":"up","json":{"setup":{"model":"models/gemini-2.0-flash-live-001"}}}
        {"t":0.3,"dir":"down","json":{"setupComplete":{}}}
        {"t":0.9,"dir":"up","json":{"clientContent":{"turns":[{"role":"user","parts":[{"text":"Where is it?"}]}],"turnComplete":true}}}
        {"t":1.9,"dir":"down","json":{"serverContent":{"modelTurn":{"parts":[{"text":"In the depot."}]}}}}
        {"t":2.1,"dir":"down","json":{"serverContent":{"turnComplete":true}}}
        """

    @Test func `lines of anybody's recorder are taken from a file and from a stream, once`() async throws {
        let program = try Program()
        let file = try program.write(Self.lines, to: "call.jsonl")
        let first = try await program.run(["import", "-"], through: "exec \"$0\" \"$@\" < '\(file)'")
        #expect(first.status == 0, "\(first.complaint)")
        #expect(first.complaint.contains("5 frames") && first.complaint.contains("seconds since the start"))
        let turn = try #require(
            (try await program.run(["show", "@last", "--json"]).json["turns"] as? [[String: Any]])?.first)
        #expect(turn["responseLatencyMs"] as? Double == 1_000)
        #expect(try await program.run(["grep", "In the depot"]).status == 0)
        let found = try await program.run(["ls", "--filter", "\"the depot\"", "--json"]).json["sessions"] as? [Any]
        #expect(found?.count == 1)
        let again = try await program.run(["import", file])
        #expect(again.status == 73)
        let id = first.out.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(again.complaint.contains("as session \(id)"), "\(again.complaint)")
    }

    @Test func `a standard input that is closed is called so`() async throws {
        let output = try await Program().run(["import", "-"], through: "exec \"$0\" \"$@\" <&-")
        #expect(output.status == 74)
        #expect(
            output.complaint.contains("cannot read the standard input") && output.complaint.contains("it is closed"))
        #expect(output.complaint.contains("livetop import - < FILE"), "\(output.complaint)")
    }

    @Test func `what nobody timed is unknown everywhere`() async throws {
        let program = try Program()
        let bare = Self.lines.split(separator: "\n").map { line in
            String(line.drop { $0 != "j" }.dropFirst(6).dropLast())
        }.joined(separator: "\n")
        let file = try program.write(bare, to: "bare.jsonl")
        let output = try await program.run(["import", file])
        #expect(output.status == 0 && output.complaint.contains("times unknown"), "\(output.complaint)")
        let listed = try #require(
            (try await program.run(["ls", "--json"]).json["sessions"] as? [[String: Any]])?.first)
        for key in ["openedAt", "closedAt", "ageSeconds"] { #expect(listed[key] is NSNull, "\(key)") }
        let shown = try await program.run(["show", "@last", "--json"]).json
        let turn = try #require((shown["turns"] as? [[String: Any]])?.first)
        for key in ["startedAt", "responseLatencyMs", "completedAt"] { #expect(turn[key] is NSNull, "\(key)") }
        for command in [
            ["show", "@last"], ["diagnose"], ["ls"], ["stats"], ["export", "@last", "--format", "markdown"],
            ["export", "@last", "--format", "csv"], ["export", "@last", "--format", "ndjson", "--events"],
        ] {
            let text = try await program.run(command).out
            #expect(
                !text.contains("00:00.0") && !text.contains("0 ms") && !text.contains("1970")
                    && !text.contains("\"t\":0"), "\(command): \(text)")
        }
        let trace = try await program.run(["export", "@last", "--format", "trace"])
        #expect(trace.status == 65 && trace.complaint.contains("without"))
        // Its own export comes back as what it was.
        let lines = try await program.run(["export", "@last", "--format", "ndjson", "--raw", "--events"]).out
        let copy = try program.write(lines, to: "copy.ndjson")
        let other = ["--data-dir", program.file("other")]
        #expect(try await program.run(["import", copy] + other).status == 0)
        let there = try await program.run(["export", "@last", "--format", "ndjson", "--raw", "--events"] + other).out
        #expect(there == lines)
    }

    @Test func `two connections under one session are one session everywhere`() async throws {
        let program = try Program()
        let text = Self.lines.split(separator: "\n").flatMap { line in
            ["a", "b"].map { "{\"session\":\"s\",\"connection\":\"\($0)\"," + line.dropFirst() }
        }.joined(separator: "\n")
        let id = try await program.run(["import", program.write(text, to: "two.jsonl")]).out
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let listed = try await program.run(["ls", "--json"]).json["sessions"] as? [[String: Any]]
        #expect(listed?.count == 1 && listed?.first?["connections"] as? Int == 2)
        let diagnosed = try await program.run(["diagnose", "--json"]).json["sessions"] as? [[String: Any]]
        #expect(diagnosed?.first?["id"] as? String == id)
        let shown = try await program.run(["show", "@last", "--json"]).json
        #expect((shown["connections"] as? [Any])?.count == 2)
    }

    @Test func `what is no file is refused at once`() async throws {
        let program = try Program()
        let pipe = program.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for (path, status) in [(program.file("bin"), Int32(65)), (pipe, 65), ("/dev/zero", 65), ("/dev/null", 65)] {
            let output = try await program.run(["import", path])
            #expect(output.status == status, "\(path): \(output.complaint)")
        }
        let flows = try await program.run(["import", program.write("482:9:websocket;", to: "flows")])
        #expect(flows.complaint.contains("mitmdump -nr"), "\(flows.complaint)")
    }

    @Test func `a signal in the middle leaves nothing of it`() async throws {
        let stage = try await recorded()
        let lines = try await exported(stage, ["ndjson", "--raw", "--events"]).out
        let file = try stage.program.write(lengthened(lines, by: 150_000), to: "long.ndjson")
        let data = ["--data-dir", stage.program.file("other")]
        let importing = try stage.program.start(["import", file] + data)
        // Frames are being written; asking for them would take longer than writing the rest.
        let log = stage.program.file("other/livetop.db-wal")
        while importing.isRunning, size(of: log) < 1 << 20 { try await Task.sleep(for: .milliseconds(2)) }
        importing.send(SIGINT)
        #expect(await importing.status() == 130)
        let rows = "SELECT id FROM recordings UNION SELECT id FROM sessions UNION SELECT id FROM frames"
        let left = try await stage.program.run(["sql", rows] + data)
        #expect(!left.out.contains { $0.isNumber }, "\(left.out)")
    }

    private func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    }

    /// Lines of a call whose last frame comes again and again.
    private func lengthened(_ lines: String, by count: Int) throws -> String {
        let lines = lines.split(separator: "\n")
        let frame = try #require(lines.last { $0.contains("livetop.frame/1") })
        let number = try #require(frame.firstRange(of: /"seq":\d+/))
        let (head, tail) = (frame[..<number.lowerBound], frame[number.upperBound...])
        let more = (0..<count).map { head + "\"seq\":\(1_000 + $0)" + tail }
        return (lines.dropLast() + more).joined(separator: "\n") + "\n"
    }
}
