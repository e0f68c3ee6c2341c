/// How the screen may look, after flags and environment were read.
struct TerminalOptions: Sendable {
    /// What `--color` says.
    enum ColorChoice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    var color: ColorChoice = .auto
    /// `--ascii`: no character outside ASCII, whatever the locale says.
    var isASCII = false
    /// Quitting ends the calls that are open, so `q` asks first. False where the screen only watches.
    var ownsCalls = true
}
