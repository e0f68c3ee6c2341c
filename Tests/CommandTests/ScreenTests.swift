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
