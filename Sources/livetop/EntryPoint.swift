import ArgumentParser
import Dispatch
import Foundation
import Runtime
import Settings

/// Where the process begins: before the first thread of the runtime, which opens files of its own.
///
/// The map of the program:
///
/// - `Commands/`: one file per subcommand; each parses, configures and runs.
/// - `Configuration/`: what was typed, in files, in the environment → what is meant.
/// - `Launch/`: starting somebody else's program with livetop in its way. `Doctor/`: the checks of `livetop doctor`.
/// - `Usage/`: what is wrong with a command line, in our words.
/// - `Description/`: livetop in words for shells, manuals and programs.
///
/// What the commands do is in the other targets (`docs/architecture.md`): `Runtime` runs a proxy, `Display` a screen.
@main
enum EntryPoint {
    static func main() {
        ProcessStart.prepare()
        Task {
            await run()
            exit(0)
        }
        dispatchMain()
    }

    /// Every failure ends here, as three lines and an exit status; nothing else ends the process for an error.
    private static func run() async {
        do {
            var command = try Livetop.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            ErrorReport.exit(with: error, of: Livetop.self)
        }
    }
}
