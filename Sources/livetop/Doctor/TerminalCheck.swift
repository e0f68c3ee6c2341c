import Foundation

/// Whether the screen will look as it should.
struct TerminalCheck {
    var environment: [String: String]
    /// Columns and rows of the terminal on the standard output; nil when that is no terminal.
    var size: (columns: Int, rows: Int)?

    func run() -> [Check] {
        guard let size else {
            return [.notice("terminal", "the output is not a terminal: livetop would print plain lines")]
        }
        return [sizeCheck(size), charactersCheck, colourCheck]
    }

    private func sizeCheck(_ size: (columns: Int, rows: Int)) -> Check {
        let text = "\(size.columns)×\(size.rows)"
        return size.columns >= 80 && size.rows >= 24
            ? .good("terminal.size", text)
            : .notice("terminal.size", "\(text) shows less than the whole screen", cure: "make it 80×24 or larger")
    }

    private var charactersCheck: Check {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let isUTF8 = locale.map { $0.lowercased().replacing("-", with: "").contains("utf8") } ?? false
        return isUTF8
            ? .good("terminal.characters", "UTF-8")
            : .notice(
                "terminal.characters", "the locale is \(locale ?? "not set"): transcripts are shown as ASCII",
                cure: "export LC_ALL=C.UTF-8")
    }

    private var colourCheck: Check {
        let terminal = environment["TERM"] ?? ""
        if terminal.isEmpty || terminal == "dumb" {
            return .problem(
                "terminal.colours", "TERM is \(terminal.isEmpty ? "not set" : terminal): no screen can be drawn",
                cure: "export TERM=xterm-256color")
        }
        if environment["NO_COLOR"]?.isEmpty == false { return .good("terminal.colours", "off (NO_COLOR)") }
        let isDeep = terminal.contains("256") || ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
        return isDeep
            ? .good("terminal.colours", "256 colours (\(terminal))")
            : .notice("terminal.colours", "few colours (TERM=\(terminal))", cure: "export TERM=xterm-256color")
    }
}

extension TerminalCheck {
    /// The size that the system knows for the terminal on the standard output.
    static func currentSize() -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return (columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}
