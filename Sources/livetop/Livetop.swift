import ArgumentParser
import Glibc

/// A local proxy for the Gemini Live API that records and shows every call.
///
/// The map of the program:
///
/// - `Commands/`: one file per subcommand; each parses, configures and runs.
/// - `Configuration/`: what was typed, in files, in the environment → what is meant.
/// - `Runtime/`: the threads and what they share: `ProxyRuntime` wires proxy, ingest, recorder and screen.
/// - `Terminal/`: the only folder that knows ncurses.
@main
struct Livetop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "livetop",
        abstract: "Show, record and explain every call to the Gemini Live API.",
        discussion: """
            Without a subcommand: the proxy and its screen.

              livetop run -- python my_agent.py     watch a program's calls
              livetop demo                          see it without a key and without a network
            """,
        version: VersionCommand.number,
        subcommands: [
            TopCommand.self, ServeCommand.self, RunCommand.self, EnvCommand.self, ListCommand.self, ShowCommand.self,
            ExportCommand.self, MockCommand.self, DemoCommand.self, DoctorCommand.self, CACommand.self,
            ConfigCommand.self, VersionCommand.self,
        ],
        defaultSubcommand: TopCommand.self
    )

    /// Every failure ends here, as three lines and an exit code; nothing else calls `exit` for an error.
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
