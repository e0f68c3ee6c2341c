import Corpus
import Foundation
import Simulator
import Testing

/// `--filter` on commands that read recorded sessions: what the session's line in the list does not say is found too.
@Suite(.serialized) struct FilterCommandTests {
    /// A call in which nothing is wrong, and one that the service ends with an internal error.
    private static func stage() async throws -> CallStage {
        let stage = try await CallStage(script: .internalError)
        _ = await stage.play(.internalError, tag: "ill")
        _ = await stage.play(.textTalk(turns: 1), tag: "cut")
        return stage
    }

    @Test func `host, path, findings, contents and marks of a session are asked for by ls and stats`() async throws {
        let stage = try await Self.stage()
        _ = await stage.end()
        let tags = { (filter: String) async throws -> [String?] in
            let output = try await stage.read(["ls", "--json", "--filter", filter])
            try #require(output.status == 0, "\(output.complaint)")
            return try #require(output.json["sessions"] as? [[String: Any]]).map { $0["tag"] as? String }
        }
        let all = try await tags("host:127.0.0.1")
        #expect(all.contains("ill"))
        #expect(try await tags("path:*BidiGenerateContent*") == all)
        #expect(try await tags("host:*.googleapis.com").isEmpty)
        #expect(try await tags("finding:server-internal-error").contains("ill"))
        #expect(try await tags("tag:ill finding:server-*") == ["ill"])
        #expect(try await tags("tag:ill !finding:server-internal-error").isEmpty)
        #expect(try await tags("finding:goaway-ignored").isEmpty)
        #expect(try await tags("tag:ill has:text !has:audio !has:goaway !is:marked") == ["ill"])
        #expect(try await tags("is:marked or has:tool").isEmpty)
        let stats = try await stage.read(["stats", "--json", "--filter", "tag:ill finding:server-internal-error"]).json
        #expect((stats["totals"] as? [String: Any])?["sessions"] as? Int == 1)
    }

    @Test func `tail tells what fits, findings among it`() async throws {
        let stage = try await Self.stage()
        _ = await stage.end()
        let events = { (filter: String) async throws -> Set<String> in
            let output = try await stage.read(["tail", "tag:ill", "--from-start", "--json", "--filter", filter])
            try #require(output.status == 0, "\(output.complaint)")
            return Set(
                try output.out.split(separator: "\n").compactMap { line in
                    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    return object?["event"] as? String
                })
        }
        #expect(try await events("finding:server-internal-error") == ["finding"])
        #expect(try await events("finding:goaway-ignored").isEmpty)
        #expect(try await events("kind:setup") == ["setup"])
        #expect(try await events("host:127.0.0.1 path:*Bidi* tag:ill").isSuperset(of: ["setup", "finding"]))
        #expect(try await events("host:elsewhere").isEmpty)
        #expect(try await events("is:marked").isEmpty)
    }

    @Test(arguments: [
        (["ls", "--filter", "hots:x"], "unknown key hots: did you mean host:?", "sessions know tag:"),
        (["ls", "--filter", "is:markd"], "is: has no markd: did you mean marked?", "is: knows"),
        (["stats", "--filter", "finding:goaway-ignord"], "did you mean goaway-ignored?", "livetop rules"),
        (["stats", "--filter", "kind:audio"], "kind: is not known of sessions", "sessions know"),
        (["tail", "--filter", "fnding:x"], "unknown key fnding: did you mean finding:?", "events know"),
        (
            ["export", "--all", "--format", "ndjson", "--filter", "is:marked"], "is:marked is not known of frames",
            "is: knows"
        ),
    ])
    func `a wrong word is refused with the nearest and with those that are known`(
        arguments: [String], reason: String, hint: String
    ) async throws {
        let output = try await Program().run(arguments)
        #expect(output.status == 64)
        #expect(output.complaint.contains(reason), "\(output.complaint)")
        #expect(output.complaint.contains(hint), "\(output.complaint)")
    }
}
