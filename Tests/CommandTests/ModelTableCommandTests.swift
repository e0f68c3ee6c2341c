import Corpus
import Foundation
import Simulator
import Testing

/// `models`, `lint`, and what the files of models and prices may say.
struct ModelTableCommandTests {
    @Test func `models lists limits, prices and ends without a recording`() async throws {
        let program = try Program()
        let document = try await program.run(["models", "--json"]).json
        let models = try #require(document["models"] as? [[String: Any]])
        let ended = try #require(models.first { $0["id"] as? String == "gemini-3.1-flash-live-preview" })
        #expect(ended["ends"] as? String == "2026-11-17")
        #expect(ended["replacement"] as? String == "gemini-3.8-live")
        #expect((ended["usedBy"] as? [Any])?.isEmpty == true)
        let robotics = try #require(models.first { ($0["id"] as? String)?.contains("robotics") == true })
        let prices = try #require(robotics["prices"] as? [[String: Any]])
        #expect(prices.count == 2 && prices.last?["from"] as? String == "2027-01-01")
        let text = try await program.run(["models"]).out
        #expect(text.contains("gemini-3.8-live-extended-thinking") && text.contains("2026-12-13"))
    }

    @Test func `models names the clients that were recorded with a model`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "desk")
        _ = await stage.end()
        let model = try #require(
            (try await stage.read(["show", "@last", "--json"]).json["session"] as? [String: Any])?["model"] as? String)
        let id = try #require(model.split(separator: "/").last)
        _ = try stage.program.write(
            "dated = 2026-11-28\n[[model]]\nid = \"\(id)\"\nends = 2026-01-01\nreplacement = \"gemini-3.8-live\"\n",
            to: "config/livetop/models.toml")
        let document = try await stage.read(["models", "--json"]).json
        let row = try #require((document["models"] as? [[String: Any]])?.first { $0["id"] as? String == String(id) })
        #expect(row["isEnded"] as? Bool == true)
        let users = try #require(row["usedBy"] as? [[String: Any]])
        #expect(users.first?["tag"] as? String == "desk" && users.first?["sessions"] as? Int == 1)
        let text = try await stage.read(["models"]).out
        #expect(text.contains("ended 2026-01-01; use gemini-3.8-live. Called by"), "\(text)")
        #expect(text.contains("tag desk: 1 session"), "\(text)")
    }

    @Test func `config tells what the files change, where, and what they go before`() async throws {
        let program = try Program()
        let models = try program.write(
            "dated = \"2026-11-28\"\n\n[[model]]\nid = \"gemini-3.8-live\"\ncontext = 4242\n",
            to: "config/livetop/models.toml")
        let prices = try program.write(
            "dated = \"2026-11-28\"\n[[model]]\nid = \"gemini-3.8-live\"\nfrom = \"2027-01-01\"\ninput = { text = 2 }\n",
            to: "config/livetop/prices.toml")
        let text = try await program.run(["config", "--explain"]).out
        #expect(text.contains("4242  (\(models):5, over 131072)"), "\(text)")
        #expect(text.contains("prices.gemini-3.8-live.2027-01-01"), "\(text)")
        #expect(text.contains("(\(prices):2, over text 0.75, audio 3"), "\(text)")
        let document = try await program.run(["config", "--json"]).json
        let changes = (document["catalogue"] as? [String: Any])?["changes"] as? [[String: Any]]
        #expect(changes?.first?["builtIn"] as? String == "131072")
        // What the row does not name stays as it is built in.
        let rows = try #require(try await program.run(["models", "--json"]).json["models"] as? [[String: Any]])
        let row = rows.first { $0["id"] as? String == "gemini-3.8-live" }
        #expect(row?["contextTokens"] as? Int == 4242 && row?["outputTokens"] as? Int == 65_536)
        #expect(row?["origin"] as? String == "\(models):3")
    }

    @Test(arguments: [
        ("models.toml", "dated = \"2026-11-28\"\n[[model]]\nid = \"m\"\ncontext = \"many\"\n", ":4 ", "tokens"),
        ("models.toml", "dated = \"2026-11-28\"\n[[model]]\nid = \"m\"\nends = \"soon\"\n", ":4 ", "no day"),
        ("models.toml", "dated = \"2026-11-28\"\n[[model]]\nid = \"m\"\ncontxt = 1\n", ":4 ", "contxt"),
        ("models.toml", "dated = \"2026-11-28\"\n\n[[model]]\ncontext = 1\n", ":3 ", "has no id"),
        ("models.toml", "[[model]]\nid = \"m\"\n", " ", "no date"),
        ("models.toml", "dated = \"yesterday\"\n", ":1 ", "no day"),
        ("prices.toml", "dated = \"2026-11-28\"\n[[model]\n", ":2:", "TOML"),
        ("prices.toml", "dated = \"2026-11-28\"\n[[model]]\nid = \"m\"\ninput = { text = -1 }\n", ":4 ", "no price"),
        ("prices.toml", "dated = \"2026-11-28\"\n[[model]]\nid = \"m\"\ninput = { txt = 1 }\n", ":4 ", "no price"),
        ("prices.toml", "dated = \"2026-11-28\"\n[[model]]\nid = \"m\"\ninput = 3\n", ":4 ", "list of prices"),
        (
            "prices.toml", "dated = \"2026-11-28\"\n[[model]]\nid = \"a\"\n[[model]]\nid = \"b\"\nfrom = 1\n", ":6 ",
            "no day"
        ),
    ])
    func `a mistake in a table is told with its line`(
        name: String, text: String, place: String, why: String
    ) async throws {
        let program = try Program()
        let file = try program.write(text, to: "config/livetop/\(name)")
        let output = try await program.run(["models"])
        #expect(output.status == 78)
        #expect(output.complaint.hasPrefix("livetop: \(file)\(place)"), "\(output.complaint)")
        #expect(output.complaint.contains(why), "\(output.complaint)")
        #expect(output.complaint.split(separator: "\n").count == 3)
    }

    @Test func `lint says what a model refuses, and ends with 1`() async throws {
        let program = try Program()
        let file = try program.write(
            """
            {"setup":{"model":"models/gemini-3.8-live","generationConfig":{"responseModalities":["AUDIO"],
            "thinking_config":{"thinking_level":"LOW"},"enableAffectiveDialog":true},"proactivity":{"proactiveAudio":true},
            "tools":[{"googleSearch":{}}],"novelty":1}}
            """, to: "setup.json")
        let output = try await program.run(["lint", file, "--json"])
        #expect(output.status == 1)
        let rows = try #require(try output.json["rows"] as? [[String: Any]])
        let effects = rows.map { "\($0["effect"] ?? "") \($0["field"] ?? "")" }
        for expected in [
            "refused generationConfig.thinkingConfig", "refused generationConfig.enableAffectiveDialog",
            "refused proactivity", "charged tools.googleSearch", "unknown novelty",
        ] { #expect(effects.contains(expected), "\(effects)") }
        #expect(effects.first?.hasPrefix("refused") == true)

        let other = try await program.run(["lint", file, "--model", "gemini-3.8-live-extended-thinking"])
        #expect(!other.out.contains("Leave thinkingConfig out"), "\(other.out)")
        let bare = try program.write(#"{"model":"models/gemini-3.8-live"}"#, to: "bare.json")
        #expect(try await program.run(["lint", bare]).status == 0)
        let ended = try await program.run([
            "lint", bare, "--model", "gemini-3.1-flash-live-preview", "--on", "2026-11-20",
        ])
        #expect(ended.status == 1)
        #expect(ended.out.contains("ended on 2026-11-17"), "\(ended.out)")
        let before = try await program.run([
            "lint", bare, "--model", "gemini-3.1-flash-live-preview", "--on", "2026-11-01",
        ])
        #expect(before.status == 0)
        let vertex = try await program.run(["lint", bare, "--surface", "vertex"])
        #expect(vertex.status == 1)
        #expect(vertex.out.contains("a path of the Gemini API"), "\(vertex.out)")
    }

    @Test(arguments: [("[1", "not valid JSON"), ("[1]", "no setup"), (#"{"setup":5}"#, "no model")])
    func `lint of what is no setup says so`(text: String, why: String) async throws {
        let program = try Program()
        let file = try program.write(text, to: "setup.json")
        let output = try await program.run(["lint", file])
        #expect([65, 1].contains(output.status))
        #expect((output.out + output.complaint).contains(why), "\(output.out)\(output.complaint)")
    }
}
