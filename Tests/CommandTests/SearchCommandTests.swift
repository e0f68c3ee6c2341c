import Corpus
import Foundation
import Simulator
import Testing

/// `grep`, `sql` and `schema` on a real recording.
@Suite(.serialized) struct SearchCommandTests {
    @Test func `grep finds what was said, while the proxy runs and afterwards`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 2), tag: "desk")
        let running = try await stage.read(["grep", "what WOULD you", "--json"])
        #expect(running.status == 0, "\(running.complaint)")
        let hits = try running.out.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(hits.count == 2)
        #expect(hits.allSatisfy { $0["schema"] as? String == "livetop.hit/1" && $0["kind"] as? String == "user" })
        #expect((hits.first?["text"] as? String)?.hasPrefix("Question 1") == true)
        #expect(await stage.end() == 128 + SIGTERM)

        let text = try await stage.read(["grep", "Question 2", "--tag", "desk", "--session", "@last"])
        #expect(text.status == 0)
        #expect(text.out.split(separator: "\n").count == 1)
        #expect(text.out.contains("user"))
        #expect(try await stage.read(["grep", "/question [12]/i", "--limit", "1"]).out.contains("Question 2"))
        #expect(try await stage.read(["grep", "Question 2", "--tag", "other"]).status == 1)
        let nothing = try await stage.read(["grep", "nobody said this"])
        #expect(nothing.status == 1)
        #expect(nothing.complaint == "livetop: 'nobody said this' is nowhere in what was searched\n")
        let broken = try await stage.read(["grep", "/(/"])
        #expect(broken.status == 64)
        #expect(broken.complaint.split(separator: "\n").count == 3, "\(broken.complaint)")
    }

    @Test func `the filter of ls and stats finds what was said`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "one")
        _ = await stage.play(.textTalk(turns: 2), tag: "two")
        let tags = { (filter: String) async throws -> [String?] in
            let output = try await stage.read(["ls", "--json", "--filter", filter])
            try #require(output.status == 0, "\(output.complaint)")
            return try #require(output.json["sessions"] as? [[String: Any]]).map { $0["tag"] as? String }
        }
        #expect(try await tags(#""Question 1""#) == ["one", "two"])
        #expect(try await tags(#""Question 2""#) == ["two"])
        #expect(try await tags("/question [12]/i !tag:two") == ["one"])
        #expect(try await tags(#"!"question 2""#) == ["one"])
        #expect(try await tags("nobody-said-this").isEmpty)
        #expect(try await stage.read(["ls", "--filter", "nobody-said-this"]).out == "No session fits.\n")
        let stats = try await stage.read(["stats", "--json", "--filter", #""Question 2""#]).json
        #expect((stats["totals"] as? [String: Any])?["sessions"] as? Int == 1)
        _ = await stage.end()

        let file = stage.program.file("calls.livetop")
        #expect(try await stage.read(["export", "--all", "--format", "bundle", "-o", file]).status == 0)
        let inBundle = try await stage.program.run(["grep", "Question 2", "--data-dir", file])
        #expect(inBundle.status == 0, "\(inBundle.complaint)")
        #expect(inBundle.out.split(separator: "\n").count == 1)
        let listed = try await stage.program.run(["ls", "--filter", #""Question 2""#, "--data-dir", file])
        #expect(listed.out.contains("two") && !listed.out.contains("  one "), "\(listed.out)")
    }

    @Test func `sql answers as a table and as lines, from an argument and from the standard input`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "desk")
        _ = await stage.end()
        let table = try await stage.read(["sql", "SELECT tag, 7 AS n FROM sessions"])
        #expect(table.out == "tag   n\ndesk  7\n")
        let line = try await stage.read(["sql", "--json", "SELECT payload FROM frames ORDER BY id LIMIT 1"]).json
        #expect((line["payload"] as? String)?.hasPrefix("{\"setup\"") == true)
        for text in ["DELETE FROM frames", "SELECT nothing", "VACUUM INTO 'x.db'"] {
            let refused = try await stage.read(["sql", text])
            #expect(refused.status == 64, "\(text)")
            #expect(refused.complaint.split(separator: "\n").count == 3)
        }
        for text in ["delete from text_index", "SELECT 1; DELETE FROM text_index WHERE rowid > 0"] {
            let refused = try await stage.read(["sql", text])
            #expect(refused.status == 64)
            #expect(refused.complaint.contains("read only"), "\(refused.complaint)")
        }
        #expect(try await stage.read(["sql", "SELECT count(*) AS n FROM frames"]).out != "n\n0\n")
        let turns = try await stage.read(["sql", "SELECT number, ending, tool_calls FROM v_turns"])
        #expect(turns.out == "number  ending    tool_calls\n1       complete  0\n")
        let ids = try await stage.read(["sql", "SELECT count(*) AS n FROM v_sessions WHERE state = 'closed'"])
        #expect(ids.out == "n\n1\n")
    }

    @Test func `schema prints SQL without a recording`() async throws {
        let output = try await Program().run(["schema"])
        #expect(output.status == 0)
        #expect(output.out.hasPrefix("PRAGMA user_version = "))
        #expect(output.out.contains("CREATE TABLE marks"))
    }

    @Test(arguments: [
        ["grep", "x"], ["sql", "SELECT 1"], ["diff", "a", "b"], ["prune", "--older-than", "1d"], ["backup", "x.db"],
    ])
    func `without a recording every one of them says so with status 66`(arguments: [String]) async throws {
        let output = try await Program().run(arguments)
        #expect(output.status == 66, "\(output.complaint)")
        #expect(output.complaint.split(separator: "\n").count == 3)
        #expect(output.out.isEmpty)
    }
}
