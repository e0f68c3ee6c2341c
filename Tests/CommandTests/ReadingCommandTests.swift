import Corpus
import Foundation
import LiveProtocol
import Simulator
import Testing

/// `ls`, `show` and `export` on a real recording, and on names and places that do not exist.
@Suite(.serialized) struct ReadingCommandTests {
    @Test func `a recorded call is listed, shown and exported as the contracts say`() async throws {
        let stage = try await CallStage()
        let outcome = await stage.play(.textTalk(turns: 2), tag: "desk")
        #expect(outcome.missed == nil)
        #expect(await stage.end() == 128 + SIGTERM)

        let list = try await stage.read(["ls", "--json"]).json
        let session = try #require((list["sessions"] as? [[String: Any]])?.first)
        #expect(session["tag"] as? String == "desk")
        #expect(session["state"] as? String == "closed")
        #expect(session["closeBy"] as? String == "client")
        #expect(session["closeCode"] as? Int == 1000)
        #expect(session["findings"] is NSNull)
        let looked = try await stage.read(["ls", "--json", "--findings"]).json
        let counted = (looked["sessions"] as? [[String: Any]])?.first?["findings"] as? [String: Any]
        #expect(counted?["errors"] as? Int == 0)
        #expect(counted?.keys.sorted() == ["errors", "infos", "muted", "warnings", "worst"])
        let people = try await stage.read(["ls", "--findings"]).out
        #expect(people.contains("FINDINGS"), "\(people)")

        let id = try #require(session["id"] as? String)
        for name in [id, String(id.prefix(6)), "@last", "tag:desk"] {
            let shown = try await stage.read(["show", name, "--json"]).json
            #expect((shown["session"] as? [String: Any])?["id"] as? String == id, "\(name)")
            #expect((shown["turns"] as? [Any])?.count == 2)
        }
        let frames = try await stage.exported()
        #expect(frames.count == session["frames"] as? Int)
        #expect(frames.first?["kind"] as? String == "setup")
        #expect(frames.map { $0["seq"] as? Int } == (1...frames.count).map { $0 })
        #expect(frames.allSatisfy { $0["schema"] as? String == "livetop.frame/1" })
    }

    @Test func `a mistyped session gets a suggestion and status 66`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "kitchen")
        _ = await stage.end()
        let output = try await stage.read(["show", "tag:kichen"])
        #expect(output.status == 66)
        #expect(output.complaint.contains("why: did you mean 'tag:kitchen'?"), "\(output.complaint)")
    }

    @Test(arguments: [["ls"], ["show", "@last"], ["export", "--all", "--format", "ndjson"]])
    func `without a recording every reading command says so with status 66`(arguments: [String]) async throws {
        let output = try await Program().run(arguments)
        #expect(output.status == 66)
        #expect(output.complaint.split(separator: "\n").count == 3, "what, why, do: \(output.complaint)")
        #expect(output.out.isEmpty)
    }

    @Test func `an export does not replace a file unless told to, and leaves no half file`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1))
        _ = await stage.end()
        let file = try stage.program.write("precious", to: "calls.ndjson")
        let refused = try await stage.read(["export", "--all", "--format", "ndjson", "-o", file])
        #expect(refused.status == 73)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
        let forced = try await stage.read(["export", "--all", "--format", "ndjson", "-o", file, "--force"])
        #expect(forced.status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("{\"schema\":\"livetop.frame/1\""))
    }

    @Test func `a second proxy on the same data folder ends with 69 and names the first`() async throws {
        let stage = try await CallStage()
        let second = try await stage.read(["serve", "--port", "0"])
        #expect(second.status == 69)
        #expect(second.complaint.contains("process \(stage.proxy.pid)"), "\(second.complaint)")
        _ = await stage.end()
    }

    @Test func `a port in use is told with its holder and the way out`() async throws {
        let stage = try await CallStage()
        let place = try #require(
            JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(filePath: stage.dataFolder + "/run.json"))) as? [String: Any])
        let port = try #require(place["port"] as? Int)
        let second = try await stage.program.run(
            ["serve", "--port", String(port), "--data-dir", stage.program.file("other")])
        #expect(second.status == 69)
        #expect(second.complaint.contains("--port 0"), "\(second.complaint)")
        _ = await stage.end()
    }
}
