import Testing

@testable import Display

@Suite struct TerminalFamilyTests {
    @Test(arguments: [
        ("xterm-kitty", "xterm-256color"), ("xterm-ghostty", "xterm-256color"), ("alacritty", "xterm-256color"),
        ("foot-extra", "xterm-256color"), ("xterm-256color", "xterm"), ("tmux-256color", "screen"),
        ("screen.xterm", "screen"),
        ("screen", nil), ("unknown-term", nil), ("", nil), ("stone", nil),
    ])
    func `a terminal of today that this machine does not know is drawn on as its family`(type: String, known: String?) {
        #expect(TerminalFamily.relative(of: type) == known)
    }
}
