import Foundation
import Runtime
package import TerminalUI

/// How the screen may look, as flags and environment say.
package struct TerminalOptions: Sendable {
    /// What `--color` says. It wins over `NO_COLOR`.
    package enum ColorChoice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    package var color: ColorChoice = .auto
    /// `--ascii`: no character outside ASCII, whatever the locale says.
    package var isASCII = false
    /// By what the terminal says of its background, unless somebody chooses.
    package var palette = Theme.Palette.fitting(colorFGBG: ProcessInfo.processInfo.environment["COLORFGBG"])
    package var keyMap = KeyMap.standard
    package var usesMouse = true
    /// Quitting ends the calls that are open, so `q` asks first. False where the screen only watches.
    package var ownsCalls = true
    /// The program that turns are played with, as `[player] command` names it; nil where one is looked for.
    package var playerCommand: String?
    /// `NO_COLOR` is set and not empty (no-color.org).
    var forbidsColor = ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false

    package init() {}

    /// What sound is played with.
    func player() throws(UserError) -> SoundPlayer {
        try SoundPlayer(playerCommand, path: ProcessInfo.processInfo.environment["PATH"])
    }

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
