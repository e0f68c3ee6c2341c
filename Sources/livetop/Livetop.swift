import ArgumentParser

/// A local proxy for the Gemini Live API that records and shows every call.
///
/// The map of the program:
///
/// - `Commands/`: one file per subcommand; each parses, configures and runs.
/// - `Configuration/`: what was typed, in files, in the environment → what is meant.
/// - `Runtime/`: the threads and what they share: `ProxyRuntime` wires proxy, ingest, recorder and snapshot.
/// - `Launch/`: starting somebody else's program with livetop in its way. `Doctor/`: the checks of `livetop doctor`.
/// - `Replay/`, `Resend/`: a recorded session once more, on the screens, to a client, to the service.
/// - `Description/`: livetop in words for shells, manuals and programs.
/// - `Reports/`: what `ls`, `show` and `export` print. `Terminal/`: the only folder that knows ncurses.
struct Livetop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "livetop",
        abstract: "Show and record every call to the Gemini Live API.",
        discussion: """
            Without a subcommand: the proxy and its screen.

            Examples:
              livetop run -- python my_agent.py
              livetop demo
            """,
        version: VersionCommand.number,
        subcommands: [
            ProxyCommand.self, ServeCommand.self, TopCommand.self, RunCommand.self, EnvCommand.self, ListCommand.self,
            ShowCommand.self, TailCommand.self, StatsCommand.self, DiagnoseCommand.self, CheckCommand.self,
            RulesCommand.self, ModelsCommand.self, LintCommand.self, GrepCommand.self, DiffCommand.self,
            SQLCommand.self,
            SchemaCommand.self,
            PruneCommand.self, BackupCommand.self, ExportCommand.self, ImportCommand.self, MockCommand.self,
            ReplayCommand.self, ResendCommand.self, DemoCommand.self, DoctorCommand.self, CACommand.self,
            ConfigCommand.self, CompletionsCommand.self, ManualCommand.self, DescribeCommand.self, VersionCommand.self,
        ],
        // Not options of the root itself: those would swallow the subcommands' options of the same names.
        defaultSubcommand: ProxyCommand.self
    )

    /// Every failure ends here, as three lines and an exit status; nothing else ends the process for an error.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            ErrorReport.exit(with: error)
        }
    }
}
