import Corpus
import Foundation
import Simulator
import Testing

/// `livetop top`: another process's calls on this process's screen.
@Suite(.serialized) struct TopCommandTests {
    /// A number with its unit, and what turns the style from the one to the other.
    private static var freeRoom: Regex<Substring> { /[kMGTP]B[^ –]* free/ }

    @Test func `another process's call appears live, and quitting leaves it alone`() async throws {
        let stage = try await CallStage()
        async let outcome = stage.play(.voiceTalk(turns: 3), tag: "watched")
        let terminal = try PseudoTerminal(["top", "--data-dir", stage.dataFolder], columns: 120, rows: 30)
        try terminal.expect("attached to process \(stage.proxy.pid)")
        try terminal.expect("watched")
        // What this machine knows by itself.
        try terminal.expectPicture(" free")
        #expect(terminal.output.contains(Self.freeRoom))
        terminal.type("q")
        terminal.finish()
        #expect(terminal.isUsable)
        #expect(await outcome.missed == nil)
        #expect(await stage.play(.textTalk(), tag: "after").missed == nil, "the proxy still carries calls")
        #expect(await stage.end() == 143)
    }

    @Test func `a recording that nobody writes to any more can be looked at`() async throws {
        let stage = try await CallStage()
        #expect(await stage.play(.textTalk(), tag: "ended").missed == nil)
        _ = await stage.end()
        let terminal = try PseudoTerminal(["top", "--data-dir", stage.dataFolder], columns: 120, rows: 30)
        try terminal.expect("no proxy is recording here")
        try terminal.expect("ended")
        try terminal.expectPicture(" free")
        #expect(terminal.output.contains(Self.freeRoom))
        terminal.type("\r")
        try terminal.expect("Transcript")
        terminal.type("Q")
        terminal.finish()
    }

    @Test func `a filter finds what was said in calls`() async throws {
        let stage = try await CallStage()
        #expect(await stage.play(.textTalk(turns: 1), tag: "short").missed == nil)
        #expect(await stage.play(.textTalk(turns: 2), tag: "long").missed == nil)
        let terminal = try PseudoTerminal(["top", "--data-dir", stage.dataFolder], columns: 120, rows: 30)
        try terminal.expect("short")
        terminal.type("/\"Question 2\"\r")
        try terminal.expectPicture("1 of 1,")
        #expect(terminal.output.contains("long"))
        terminal.type("Q")
        terminal.finish()
        _ = await stage.end()
    }

    @Test func `a comment outlives the screen`() async throws {
        let stage = try await CallStage()
        #expect(await stage.play(.textTalk(), tag: "odd").missed == nil)
        let first = try PseudoTerminal(["top", "--data-dir", stage.dataFolder], columns: 120, rows: 30)
        try first.expect("odd")
        first.type(";")
        first.type("why so slow\r")
        try first.expectPicture("◆ why so slow")
        first.type("Q")
        first.finish()
        // Written beside the proxy that records, and read by the next screen.
        let second = try PseudoTerminal(["top", "--data-dir", stage.dataFolder], columns: 120, rows: 30)
        try second.expectPicture("◆ why so slow")
        second.type("Q")
        second.finish()
        _ = await stage.end()
    }

    @Test func `a folder without a recording is told, with the way out`() async throws {
        let program = try Program()
        let output = try await program.run(["top", "--data-dir", program.data])
        #expect(output.status == 66)
        #expect(output.complaint.contains("there is no database"))
    }
}
