import ArgumentParser
import Wording

/// Commands that are suggested, made to work where they are pasted: in the data folder that this command line names. One
/// that environment or files name holds for the next command line, too.
struct SuggestedCommands {
    /// The value of `--data-dir`, as it was typed; nil where it was not given.
    private let folder: String?
    /// Words behind `livetop` that name a command with that flag: `show`, `ca path`.
    private let paths: Set<String>

    static let flag = "--data-dir"

    /// - Parameters:
    ///   - arguments: of this process.
    ///   - root: all commands; nil where nobody knows them.
    init(_ arguments: [String], root: CommandTree.Command?) {
        folder = Self.folder(in: arguments)
        paths = root.map { Set(Self.paths(in: $0, behind: [])) } ?? []
    }

    /// Those of this process.
    ///
    /// - Parameter root: the command that has all others.
    static func here(_ root: any ParsableCommand.Type) -> SuggestedCommands {
        SuggestedCommands(Array(CommandLine.arguments.dropFirst()), root: try? CommandTree.read(from: root))
    }

    private static func paths(in command: CommandTree.Command, behind names: [String]) -> [String] {
        let own = (command.arguments ?? []).contains { ($0.names ?? []).contains { $0.text == flag } }
        let below = command.shownCommands.flatMap { paths(in: $0, behind: names + [$0.commandName]) }
        return (own && !names.isEmpty ? [names.joined(separator: " ")] : []) + below
    }

    /// What stands behind `--`, or behind a program that is started, belongs to others.
    private static func folder(in arguments: [String]) -> String? {
        var isValue = true
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return nil }
            if argument == flag { return index + 1 < arguments.count ? arguments[index + 1] : nil }
            if argument.hasPrefix(flag + "=") { return String(argument.dropFirst(flag.count + 1)) }
            if !argument.hasPrefix("-"), !isValue, ["run", "test"].contains(arguments.first) { return nil }
            isValue = argument.hasPrefix("-")
        }
        return nil
    }

    /// `text` with the flag behind each command that takes it: `livetop ls lists them` becomes `livetop ls --data-dir DIR
    /// lists them`.
    func completed(_ text: String) -> String {
        guard let folder else { return text }
        let words = "\(Self.flag) \(ShellWord.quoted(folder))"
        return text.replacing(#/\blivetop ([a-z]+)(?: ([a-z]+))?/#) { match -> String in
            // The rest of that command.
            let rest = text[match.range.upperBound...].prefix { !",;)".contains($0) }
            guard !rest.contains(Self.flag) else { return String(match.0) }
            let (first, second) = (String(match.1), match.2.map { String($0) })
            if let second, paths.contains("\(first) \(second)") { return "\(match.0) \(words)" }
            guard paths.contains(first) else { return String(match.0) }
            return "livetop \(first) \(words)" + (second.map { " \($0)" } ?? "")
        }
    }
}
