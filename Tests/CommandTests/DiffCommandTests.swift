import Corpus
import Foundation
import Simulator
import Testing

@Suite(.serialized) struct DiffCommandTests {
    @Test func `a session equals itself and differs from another`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "one")
        _ = await stage.play(.textTalk(model: "gemini-live-2.5-flash-preview", turns: 2), tag: "two")
        _ = await stage.end()
        let same = try await stage.read(["diff", "tag:one", "tag:one"])
        #expect(same.status == 0, "\(same.complaint)")
        #expect(same.out.hasSuffix("\n\nno differences\n"))
        #expect(same.complaint.contains("livetop: both names are of session "))
        let alone = try await stage.read(["diff", "@last"])
        #expect(alone.status == 64)
        #expect(alone.complaint.contains("with itself"), "\(alone.complaint)")
        #expect(alone.complaint.hasSuffix("  do:  livetop diff --data-dir \(stage.dataFolder) @-2 @last\n"))
        // Without the tag's mark, the name is understood as that of a tag.
        let guessed = try await stage.read(["show", "one"])
        #expect(guessed.complaint.contains("did you mean 'tag:one'?"), "\(guessed.complaint)")

        let other = try await stage.read(["diff", "tag:one", "tag:two", "--json"])
        #expect(other.status == 1)
        let document = try other.json
        #expect(document["schema"] as? String == "livetop.diff/1")
        #expect(document["isEqual"] as? Bool == false)
        let setup = try #require(document["setup"] as? [[String: Any]])
        #expect(setup.first?["name"] as? String == "model")
        #expect(setup.first?["right"] as? String == "gemini-live-2.5-flash-preview")
        let turns = try #require(document["turns"] as? [[String: Any]])
        #expect(turns.last?["index"] as? Int == 2)
        #expect(turns.last?["in"] as? String == "right")

        let text = try await stage.read(["diff", "tag:one", "tag:two"])
        #expect(text.status == 1)
        #expect(text.out.contains("setup\n  model"), "\(text.out)")
        #expect(text.out.contains("#2  only in +"))
        #expect(try await stage.read(["diff", "tag:one", "tag:nobody"]).status == 66)
    }
}
