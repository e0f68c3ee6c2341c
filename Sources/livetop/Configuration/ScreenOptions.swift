import ArgumentParser
import Display
import Foundation
import Settings
import TerminalUI

/// The flags of every command with a screen.
struct ScreenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("auto, always or never; NO_COLOR in the environment means never.", valueName: "when"))
    var color: TerminalOptions.ColorChoice = .auto

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Option(
        help: ArgumentHelp(
            "\(Theme.Palette.allCases.map(\.rawValue).joined(separator: ", ")); before what the configuration says.",
            valueName: "name"),
        transform: NamedValue.reader(of: Theme.Palette.self))
    var theme: Theme.Palette?

    @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal, for marking text.")
    var noMouse = false

    @Flag(help: "Print lines instead of a screen, as when the output is not a terminal.")
    var plain = false

    /// What flags and configuration files say.
    func terminal(_ configuration: Configuration) -> TerminalOptions {
        let settings = configuration.screen
        var options = TerminalOptions()
        options.playerCommand = configuration.player.command
        if let palette = theme ?? settings.palette { options.palette = palette }
        options.usesMouse = settings.usesMouse && !noMouse
        options.keyMap = settings.keyMap
        options.color = color
        options.isASCII = ascii
        return options
    }

    /// Both ends are a terminal that can be drawn on, and nobody asked for lines.
    var hasScreen: Bool {
        !plain && Terminal.isUsable(environment: ProcessInfo.processInfo.environment)
    }
}

extension TerminalOptions.ColorChoice: ExpressibleByArgument {}
