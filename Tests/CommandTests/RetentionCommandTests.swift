import Corpus
import Foundation
import Simulator
import Testing

/// `prune` and `backup`, beside a proxy that records and without one.
@Suite(.serialized) struct RetentionCommandTests {
    private func count(_ stage: CallStage) async throws -> Int {
        try #require(try await stage.read(["ls", "--json"]).json["sessions"] as? [Any]).count
    }

    @Test func `prune tells first, removes then, and keeps what is being recorded`() async throws {
        let stage = try await CallStage()
        for _ in 0..<3 { _ = await stage.play(.textTalk(turns: 1)) }
        // What has just ended is recorded a moment later.
        while try await count(stage) < 3 { await Task.yield() }
        let dry = try await stage.read(["prune", "--max-size", "1k", "--dry-run", "--json"]).json
        #expect((dry["sessions"] as? [Any])?.count == 3)
        #expect(dry["dryRun"] as? Bool == true)
        #expect(try await count(stage) == 3)
        let removed = try await stage.read(["prune", "--max-size", "1k"])
        #expect(removed.status == 0, "\(removed.complaint)")
        #expect(removed.out.contains("3 sessions removed"), "\(removed.out)")
        #expect(try await count(stage) == 0)
        _ = await stage.play(.textTalk(turns: 1))
        // The recorder goes on.
        while try await count(stage) < 1 { await Task.yield() }
        _ = await stage.end()
        #expect(try await stage.read(["prune", "--older-than", "7d"]).out.contains("0 sessions removed"))
        #expect(try await count(stage) == 1)
    }

    @Test func `prune without a limit asks for one, or takes the configured`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1))
        _ = await stage.end()
        #expect(try await stage.read(["prune"]).status == 64)
        let configured = try await stage.program.run(
            ["prune", "--dry-run", "--data-dir", stage.dataFolder], environment: ["LIVETOP_KEEP_SIZE": "1k"])
        #expect(configured.out.contains("1 session would be removed"), "\(configured.out)\(configured.complaint)")
    }

    @Test func `a configured limit is kept while livetop runs`() async throws {
        let first = try await CallStage()
        for _ in 0..<2 { _ = await first.play(.textTalk(turns: 1)) }
        _ = await first.end()
        let second = try await CallStage(dataFolder: first.dataFolder, arguments: ["--keep-size", "1k"])
        for _ in 0..<200 where try await count(second) > 0 { try await Task.sleep(for: .milliseconds(100)) }
        #expect(try await count(second) == 0)
        _ = await second.play(.textTalk(turns: 1))
        _ = await second.end()
        #expect(try await count(second) == 1)
    }

    @Test func `a backup made while recording is read like the original`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 2), tag: "desk")
        let folder = stage.program.file("copy")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = folder + "/livetop.db"
        let output = try await stage.read(["backup", file])
        #expect(output.status == 0, "\(output.complaint)")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["livetop.db"])
        let again = try await stage.read(["backup", file])
        #expect(again.status == 73)
        #expect(try await stage.read(["backup", file, "--force"]).status == 0)
        let original = try await stage.read(["export", "--all", "--format", "ndjson", "--raw"]).out
        let copy = try await stage.program.run(["export", "--all", "--format", "ndjson", "--raw", "--data-dir", folder])
        #expect(copy.out == original)
        #expect(!original.isEmpty)
        _ = await stage.end()
    }
}
