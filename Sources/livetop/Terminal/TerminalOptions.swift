import Foundation
import TerminalUI

/// How the screen may look, as flags and environment say.
struct TerminalOptions: Sendable {
    /// What `--color` says. It wins over `NO_COLOR`.
    enum ColorChoice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    var color: ColorChoice = .auto
    /// `--ascii`: no character outside ASCII, whatever the locale says.
    var isASCII = false
    var palette = Theme.Palette.standard
    var keyMap = KeyMap.standard
    var usesMouse = true
    /// Quitting ends the calls that are open, so `q` asks first. False where the screen only watches.
    var ownsCalls = true
    /// `NO_COLOR` is set and not empty (no-color.org).
    var forbidsColor = ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false

    /// The theme for a terminal with this many colours.
    func theme(colorCount: Int) -> Theme {
        if color == .never || color == .auto && forbidsColor { return Theme(.none) }
        return switch colorCount {
        case 256...: Theme(.twoHundredFiftySix, palette)
        case 16...: Theme(.sixteen, palette)
        case 8...: Theme(.eight, palette)
        default: Theme(.none)
        }
    }
}
