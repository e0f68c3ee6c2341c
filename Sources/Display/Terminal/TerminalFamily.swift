/// Types of terminals that speak xterm's language under a name of their own.
enum TerminalFamily {
    private static let speakers = [
        "xterm", "kitty", "ghostty", "alacritty", "wezterm", "foot", "contour", "rio", "konsole", "gnome", "vte",
        "iterm", "mintty", "st",
    ]
    private static let multiplexers = ["tmux", "screen"]

    /// A type that every machine knows, for one that only some do; nil where nothing is known of `type`.
    static func relative(of type: String) -> String? {
        let family = type.lowercased().prefix { $0 != "-" && $0 != "." && $0 != "+" }
        if speakers.contains(where: { $0 == family }) { return type == "xterm-256color" ? "xterm" : "xterm-256color" }
        return multiplexers.contains(where: { $0 == family }) && type != "screen" ? "screen" : nil
    }
}
