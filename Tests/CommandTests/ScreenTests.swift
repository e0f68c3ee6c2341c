import Foundation
import Testing

/// The dashboard on a terminal: it draws, follows the size, and leaves the terminal as it was, however it ends.
@Suite(.serialized) struct ScreenTests {
    private let enter = "\u{1B}[?1049h"
    private let leave = "\u{1B}[?1049l"

    @Test func `the screen is drawn, follows the size and is gone after a quit`() throws {
        let terminal = try PseudoTerminal(["demo"], columns: 100, rows: 30)
        try terminal.expect(enter)
        try terminal.expect("LIVE")
        #expect(!terminal.isUsable, "keys must reach the screen one by one and unechoed")
        terminal.forget()
        terminal.resize(columns: 60, rows: 12)
        try terminal.expect("LIVE")
        terminal.type("?")
        try terminal.expect("Keys:")
        terminal.type("Q")
        terminal.finish()
        #expect(terminal.output.contains(leave))
        #expect(terminal.output.contains("livetop: "), "one line stays on the terminal")
        #expect(terminal.isUsable)
    }

    @Test func `the mouse opens a session and goes back to the terminal`() throws {
        let terminal = try PseudoTerminal(["demo"], columns: 120, rows: 30)
        try terminal.expect("support")
        #expect(terminal.output.contains("1000h"), "the terminal is asked to report the mouse")
        // Two presses of the first button on one row are a double press. The terminal counts cells from 1.
        for _ in 0..<2 { terminal.type("\u{1B}[<0;10;7M\u{1B}[<0;10;7m") }
        try terminal.expect("Transcript")
        terminal.forget()
        terminal.type("%")
        try terminal.expect("1000l")
        terminal.type("Q")
        terminal.finish()
        #expect(terminal.isUsable)
    }

    @Test func `the configuration rebinds keys, changes the theme and leaves the mouse alone`() throws {
        let terminal = try PseudoTerminal(
            ["demo"], columns: 120, rows: 30,
            configuration: "theme = \"contrast\"\nmouse = false\n\n[keys]\nfreeze = \"f\"\n")
        try terminal.expect("support")
        #expect(!terminal.output.contains("1000h"))
        terminal.type("f")
        try terminal.expect("FROZEN")
        terminal.type("\u{1B}OQ")  // F2
        try terminal.expect("contrast")
        terminal.type("\u{1B}")
        terminal.type("Q")
        terminal.finish()
    }

    @Test func `a session is exported from the screen into the current folder`() throws {
        let terminal = try PseudoTerminal(["demo"], columns: 120, rows: 30)
        try terminal.expect("support")
        terminal.type("e")
        try terminal.expect("a line of JSON per frame")
        terminal.type("\r")
        try terminal.expect(".ndjson")  // Only what changes is drawn: "Exporting" stands there already.
        #expect(terminal.files.contains { $0.hasPrefix("livetop-") && $0.hasSuffix(".ndjson") }, "\(terminal.files)")
        terminal.type("y")
        try terminal.expect("\u{1B}]52;c;")
        terminal.type("Q")
        terminal.finish()
    }

    @Test func `pasted text is no keys, and goes into a line that is being typed`() throws {
        let terminal = try PseudoTerminal(["demo"], columns: 120, rows: 30)
        try terminal.expect("support")
        #expect(terminal.output.contains("2004h"), "the terminal is asked to say what is pasted")
        let files = terminal.files
        terminal.type("\u{1B}[200~me\nsome notes: customer\nQ\u{1B}[201~")
        try terminal.expect("Pasted text")
        terminal.type(":")
        // In two pieces, with a line end that would have run the command.
        terminal.type("\u{1B}[200~lo")
        terminal.type("g\n\u{1B}[201~")
        terminal.type("\r")
        try terminal.expectPicture("listening on")
        #expect(Set(terminal.files) == Set(files))
        terminal.type("Q")
        terminal.finish()
        #expect(terminal.output.contains("2004l"))
    }

    @Test func `a terminal that has gone without a signal ends the screen as a hangup does`() throws {
        let terminal = try PseudoTerminal(["demo"], columns: 80, rows: 24)
        try terminal.expect("LIVE")
        terminal.hangUp()
        terminal.finish()
        #expect(terminal.status == 128 + SIGHUP)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGILL, SIGBUS])
    func `a signal or a crash leaves the terminal usable`(signal: Int32) throws {
        let terminal = try PseudoTerminal(["demo"], columns: 80, rows: 24)
        try terminal.expect("LIVE")
        terminal.send(signal)
        terminal.finish()
        #expect(terminal.output.contains(leave))
        #expect(terminal.isUsable)
    }
}
