import Corpus
import Foundation
import Simulator
import Testing

/// `livetop ship` as far as it needs no store; `Tests/Store` has the rest, with a real one.
@Suite struct ShipCommandTests {
    private static let url = "http://127.0.0.1:8123/livetop"

    @Test func `the tables are printed for any database, without asking anybody`() async throws {
        let program = try Program()
        let output = try await program.run(["ship", "--print-ddl", "portable", "--to", "http://127.0.0.1:9/fleet"])
        #expect(output.status == 0 && output.out.hasPrefix("CREATE DATABASE IF NOT EXISTS fleet;\n"))
        #expect(output.out.components(separatedBy: "ENGINE = ReplacingMergeTree(ver)").count == 7)
    }

    @Test(arguments: [
        (["ship"], 64, "nothing says where to ship"),
        (["ship", "--to", "http://user:secret@h/d"], 64, "a URL with a user, a password or a query"),
        (["ship", "--once", "--status"], 64, "choose one of"),
        (["ship", "--to", url, "--payload", "sound"], 64, "none, no-audio or full"),
        (["ship", "--to", url, "--once"], 66, "nothing has been recorded"),
        (["ls", "--store", "clickhouse"], 64, "--store http://HOST:8123/DATABASE"),
        (["ls", "--node", "a"], 64, "--node goes with --store"),
    ])
    func `what cannot be done is said, and no secret with it`(
        arguments: [String], status: Int32, words: String
    ) async throws {
        let output = try await Program().run(arguments)
        #expect(output.status == status, "\(output)")
        #expect(output.complaint.contains(words) && !output.complaint.contains("secret"), "\(output.complaint)")
    }

    @Test func `a store that nobody reads from is told of like a file that is not there`() async throws {
        let output = try await Program().run(["ls", "--store", "http://127.0.0.1:1/livetop"])
        #expect(output.status == 69 && output.complaint.contains("nobody listens there"))
    }

    @Test func `what would be sent, and what waits, is told without asking anybody`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.voiceTalk(turns: 1))
        _ = await stage.end()
        let to = ["--to", Self.url]
        let plan = try await stage.read(["ship", "--dry-run", "--json"] + to).json
        #expect(plan["schema"] as? String == "livetop.ship-plan/1" && (plan["frames"] as? Int ?? 0) > 5)
        #expect(plan["sessions"] as? Int == 1 && plan["payload"] as? String == "no-audio")
        let status = try await stage.read(["ship", "--status"])
        #expect(status.out.hasPrefix("Nothing is shipped from here."))
        let forgotten = try await stage.read(["ship", "--forget"] + to)
        #expect(forgotten.out == "nothing has been shipped to \(Self.url)\n")
        let rewound = try await stage.read(["ship", "--rewind", "2h"] + to)
        #expect(rewound.status == 66 && rewound.complaint.contains("nothing has been shipped"))
    }

    @Test func `sessions are counted by what they have in common`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.voiceTalk(turns: 1))
        _ = await stage.end()
        for key in ["tag", "model", "client", "day", "node"] {
            let document = try await stage.read(["stats", "--by", key, "--json"]).json
            let groups = try #require(document["groups"] as? [[String: Any]])
            #expect(groups.count == 1 && groups.first?["sessions"] as? Int == 1, "\(key)")
            #expect((groups.first?["frames"] as? Int ?? 0) > 5)
        }
    }
}
