import Foundation
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

    @Test func `a signal in the middle leaves nothing of it`() async throws {
        let stage = try await recorded()
        let lines = try await exported(stage, ["ndjson", "--raw", "--events"]).out
        let file = try stage.program.write(lengthened(lines, by: 8_000), to: "long.ndjson")
        let data = ["--data-dir", stage.program.file("other")]
        let importing = try stage.program.start(["import", file] + data)
        while try await stage.program.run(["sql", "SELECT id FROM frames LIMIT 1", "--json"] + data).out.count < 5 {
            try await Task.sleep(for: .milliseconds(20))
        }
        importing.send(SIGINT)
        #expect(await importing.status() == 130)
        let rows = "SELECT id FROM recordings UNION SELECT id FROM sessions UNION SELECT id FROM frames"
        let left = try await stage.program.run(["sql", rows] + data)
        #expect(!left.out.contains { $0.isNumber }, "\(left.out)")
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
