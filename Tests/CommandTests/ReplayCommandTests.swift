import Corpus
import Foundation
import Simulator
import Testing

/// `livetop replay`: a recorded call lived through again.
@Suite(.serialized) struct ReplayCommandTests {
    /// The recording of a proxy that has ended.
    private func recorded(_ script: Script = .voiceTalk(turns: 3)) async throws -> CallStage {
        let stage = try await CallStage()
        #expect(await stage.play(script, tag: "played").missed == nil)
        _ = await stage.end()
        return stage
    }

    @Test func `it opens at a place, moves by keys and quits at once`() async throws {
        let stage = try await recorded()
        let terminal = try PseudoTerminal(
            ["replay", "@last", "--at", "0:00", "--data-dir", stage.dataFolder], columns: 120, rows: 40)
        try terminal.expectPicture("  00:00.000 of")
        try terminal.expectPicture("paused")
        terminal.type("]")
        terminal.type("4")
        try terminal.expectPicture("outputTranscription")
        terminal.type(">")
        try terminal.expectPicture("REPLAY 2×")
        terminal.type(":goto 9:00\r")
        try terminal.expectPicture("client 1000")
        terminal.type("Q")
        terminal.finish()
        #expect(terminal.isUsable)
    }

    @Test func `without a terminal it is told as lines and as a whole`() async throws {
        let stage = try await recorded(.textTalk(turns: 2))
        let told = try await stage.read(["replay", "tag:played"])
        #expect(told.status == 0, "\(told.complaint)")
        let lines = told.out.split(separator: "\n").map(String.init)
        let setup = try #require(lines.firstIndex { $0.contains("setup") })
        let end = try #require(lines.firstIndex { $0.contains("closed") })
        #expect(setup < end)
        #expect(lines[end...].contains { $0.hasPrefix("session ") }, "the whole comes after what happened")
        let documents = try await stage.read(["replay", "@last", "--json", "--speed", "50"])
        let first = try #require(documents.out.split(separator: "\n").first)
        let document = try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any]
        #expect(document?["schema"] as? String == "livetop.live/1")
    }

    @Test(arguments: [["--at", "noon"], ["--speed", "0.1"], ["--speed", "51"], ["--at", "#0"]])
    func `a place or a speed that is none is refused`(flags: [String]) async throws {
        let output = try await Program().run(["replay", "@last"] + flags)
        #expect(output.status == 64)
    }

    @Test func `a session that is not there ends with 66`() async throws {
        let stage = try await recorded(.textTalk(turns: 1))
        #expect(try await stage.read(["replay", "tag:nobody"]).status == 66)
    }
}
