import ArgumentParser
import Runtime

/// The flags of every command that sees calls as they happen.
struct AlarmOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run a shell command for each new warning or error, with LIVETOP_RULE, LIVETOP_TITLE and more in its "
                + "environment and the finding as JSON on its standard input.",
            valueName: "command"))
    var onFinding: String?

    @Flag(help: "Ring the terminal's bell for each new error.")
    var bell = false

    /// Nil where nobody wants to be told.
    var alarm: FindingAlarm? { onFinding == nil && !bell ? nil : FindingAlarm(command: onFinding, rings: bell) }
}
