import ArgumentParser
import Foundation

/// The commands as the parser of the command line knows them: what help, completions, manual and `describe` agree on.
///
/// Read from the dump that swift-argument-parser makes for such tools (`--experimental-dump-help`, version 0).
struct CommandTree: Decodable {
    var command: Command

    struct Command: Decodable {
        var commandName: String
        var shouldDisplay: Bool?
        var abstract: String?
        var discussion: String?
        var defaultSubcommand: String?
        var subcommands: [Command]?
        var arguments: [Argument]?

        /// Those that the help lists.
        var shownCommands: [Command] {
            (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
        }

        /// Without those that every command has, `--help` and `--version`.
        var shownArguments: [Argument] {
            (arguments ?? []).filter { argument in
                argument.shouldDisplay && !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
            }
        }

        /// The paragraphs of the discussion, without the examples behind them.
        var paragraphs: [String] {
            let text = (discussion ?? "").components(separatedBy: Self.exampleHeading).first ?? ""
            return text.components(separatedBy: "\n\n").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { !$0.isEmpty }
        }

        /// The lines under `Examples:`.
        var examples: [String] {
            let parts = (discussion ?? "").components(separatedBy: Self.exampleHeading)
            guard parts.count > 1 else { return [] }
            return parts[1].split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        }

        private static let exampleHeading = "Examples:\n"
    }

    struct Argument: Decodable {
        enum Kind: String, Decodable {
            case positional, option, flag
        }

        struct Name: Decodable {
            enum Kind: String, Decodable {
                case long, short, longWithSingleDash
            }

            var kind: Kind
            var name: String

            var text: String { (kind == .long ? "--" : "-") + name }
        }

        var kind: Kind
        var shouldDisplay: Bool
        var sectionTitle: String?
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var abstract: String?
    }

    static func read(from root: any ParsableCommand.Type) throws -> Command {
        try JSONDecoder().decode(CommandTree.self, from: Data(root._dumpHelp().utf8)).command
    }
}
