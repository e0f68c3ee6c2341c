import ArgumentParser
import Foundation

/// The flags of every command with a screen.
struct ScreenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("auto, always or never; NO_COLOR in the environment means never.", valueName: "when"))
    var color: TerminalOptions.ColorChoice = .auto

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "Print lines instead of a screen, as when the output is not a terminal.")
    var plain = false

    var terminal: TerminalOptions {
        var options = TerminalOptions()
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
