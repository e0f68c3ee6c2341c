import ArgumentParser
import Filters
import Foundation
import Runtime

/// What is wrong with a command line, in our three lines: what the parser of the command line says, made ours.
///
/// swift-argument-parser keeps the kind of its complaint to itself and gives only its text, so that is what is read here;
/// `UsageMistakeTests` hold each sentence of the version that `Package.resolved` names. A sentence that nobody knows is told
/// as it is.
struct UsageMistake {
    /// The sentence itself.
    let message: String
    /// `livetop ca path`, as the sentence's last line names it.
    let command: String
    /// What the command takes; nil where nobody knows.
    let takes: CommandTree.Command?

    /// - Parameters:
    ///   - message: the parser's complaint.
    ///   - fullText: the same with the usage of the command that it is about.
    ///   - root: all commands.
    init(message: String, fullText: String, root: CommandTree.Command?) {
        self.message = message
        let named = fullText.firstMatch(of: #/See '([a-z][a-z -]*[a-z]) --help' for more information/#)
        let command = named.map { String($0.1) } ?? "livetop"
        self.command = command
        takes = root.flatMap { Self.command(named: command, in: $0) }
    }

    var error: UserError {
        // In a complaint about one value, the three texts stand at its end.
        if !message.hasPrefix("The value '"), let parts = ValidationError.parts(of: message) {
            return UserError(.usage, what: parts.what, why: parts.why, remedy: parts.remedy)
        }
        let readers = [unknownOption, missingValue, unwantedValue, unexpected, missing, badValue, twice]
        if let found = readers.lazy.compactMap({ $0() }).first { return found }
        let sentence = message.isEmpty ? "it cannot be read" : message.prefix(1).lowercased() + message.dropFirst()
        return UserError(.usage, what: "cannot run \(command)", why: sentence, remedy: help)
    }

    private var help: String { "\(command) --help" }

    private static func command(named path: String, in root: CommandTree.Command) -> CommandTree.Command? {
        path.split(separator: " ").dropFirst().reduce(root as CommandTree.Command?) { command, name in
            command?.subcommands?.first { $0.commandName == name }
        }
    }

    // MARK: Options

    private var options: [CommandTree.Argument] { (takes?.arguments ?? []).filter { $0.kind != .positional } }

    private var optionNames: [String] { options.flatMap { ($0.names ?? []).map(\.text) } }

    private func option(_ name: String) -> CommandTree.Argument? {
        options.first { ($0.names ?? []).contains { $0.text == name } }
    }

    private func unknownOption() -> UserError? {
        guard let name = message.prefixMatch(of: #/Unknown option '([^']*)'/#)?.1 else { return nil }
        let nearest = Suggestion.nearest(to: String(name), among: optionNames.filter { $0.hasPrefix("--") })
        return UserError(
            .usage, what: "\(command) has no option '\(name)'",
            why: nearest.map { "did you mean '\($0)'?" } ?? "none of its options is called so, or nearly so",
            remedy: nearest.map { written($0) } ?? help)
    }

    private func missingValue() -> UserError? {
        guard let name = message.prefixMatch(of: #/Missing value for '(-[^' ]*)/#)?.1 else { return nil }
        return UserError(
            .usage, what: "'\(name)' has no value", why: option(String(name)).map(Self.words) ?? "it takes one",
            remedy: written(String(name)))
    }

    private func unwantedValue() -> UserError? {
        let pattern = #/The option '(-[^']*)' does not take any value, but '(.*)' was specified\./#.dotMatchesNewlines()
        guard let match = message.wholeMatch(of: pattern) else { return nil }
        return UserError(
            .usage, what: "'\(match.1)' takes no value", why: "'\(match.2)' stands behind it",
            remedy: written("\(match.1)"))
    }

    private func twice() -> UserError? {
        let pattern = #/Value to be set with flag (.*) had already been set with flag (.*)/#.dotMatchesNewlines()
        guard let match = message.wholeMatch(of: pattern) else { return nil }
        return UserError(
            .usage, what: "\(match.1) contradicts \(match.2)", why: "they stand for different values of one thing",
            remedy: "leave one of them out")
    }

    /// `livetop ls --limit <count>`: the option as it is written.
    private func written(_ name: String) -> String {
        let option = option(name)
        let value = option?.kind == .option ? option?.valueName.map { " <\($0)>" } ?? "" : ""
        return "\(command) \(name)\(value)"
    }

    /// `<port>: Port to listen on`.
    private static func words(_ argument: CommandTree.Argument) -> String {
        let values = argument.allValues ?? []
        guard values.isEmpty else { return "it takes \(values.joined(separator: ", "))" }
        let value = argument.valueName.map { "<\($0)>" } ?? "a value"
        return "it takes \(value)" + (argument.abstract.map { ": \(voiced($0))" } ?? "")
    }

    /// A sentence of the help as half of one.
    private static func voiced(_ sentence: String) -> String {
        let isOne = sentence.firstIndex(of: ".").map { sentence.index(after: $0) == sentence.endIndex } ?? false
        let words = isOne ? String(sentence.dropLast()) : sentence
        guard words.dropFirst().first?.isUppercase != true else { return words }
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    // MARK: Words

    private var positionals: [CommandTree.Argument] { (takes?.arguments ?? []).filter { $0.kind == .positional } }

    private func unexpected() -> UserError? {
        let pattern = #/(?:Unexpected argument|\d+ unexpected arguments:) '(.*)'/#.dotMatchesNewlines()
        guard let words = message.wholeMatch(of: pattern)?.1 else { return nil }
        let first = words.components(separatedBy: "', '").first ?? ""
        let names = (takes?.shownCommands.map(\.commandName) ?? []) + optionNames.filter { $0.hasPrefix("--") }
        let nearest = Suggestion.nearest(to: first, among: names) ?? names.first { $0 == "--" + first.lowercased() }
        let taken = positionals.map { "<\($0.valueName ?? "word")>" }.joined(separator: " ")
        let rule = taken.isEmpty ? "it takes options and no other words" : "it takes \(taken) and no more words"
        return UserError(
            .usage, what: "\(command) does not know what to do with '\(words)'",
            why: nearest.map { "did you mean '\($0)'?" } ?? rule, remedy: nearest.map { written($0) } ?? help)
    }

    private func missing() -> UserError? {
        let pattern = #/Missing (?:expected argument|one of:) '(.*)'/#.dotMatchesNewlines()
        guard let name = message.wholeMatch(of: pattern)?.1 else { return nil }
        let argument =
            option(String(name.prefix { $0 != " " }))
            ?? positionals.first { name.hasPrefix("<\($0.valueName ?? "")>") }
        return UserError(
            .usage, what: "\(command) needs \(name)", why: argument?.abstract.map(Self.voiced) ?? "it is missing",
            remedy: takes?.examples.first ?? help)
    }

    private func badValue() -> UserError? {
        let pattern = #/The value '(.*)' is invalid for '([^']*)'(.*)/#.dotMatchesNewlines()
        guard let match = message.wholeMatch(of: pattern) else { return nil }
        let (value, reason) = (String(match.1), match.3.hasPrefix(": ") ? String(match.3.dropFirst(2)) : nil)
        if let parts = reason.flatMap(ValidationError.parts) {
            return UserError(.usage, what: parts.what, why: parts.why, remedy: parts.remedy)
        }
        let name = String(match.2.prefix { $0 != " " })
        let argument = option(name) ?? positionals.first { name == "<\($0.valueName ?? "")>" }
        let suggested = reason?.wholeMatch(of: #/did you mean '(.*)'\?/#).map { String($0.1) }
        let nearest = suggested ?? argument?.allValues.flatMap { Suggestion.nearest(to: value, among: $0) }
        let place = name.hasPrefix("<") ? name : "'\(name)'"
        return UserError(
            .usage, what: "'\(value)' is no value for \(place)",
            why: nearest.map { "did you mean '\($0)'?" } ?? reason ?? argument.map(Self.words) ?? "it cannot be read",
            remedy: nearest.map { name.hasPrefix("<") ? "\(command) \($0)" : "\(command) \(name) \($0)" } ?? help)
    }
}

extension UserError {
    /// The root takes no words of its own, so a first word that is no command is a mistyped one, and so is one behind
    /// `help`; nil when it is fine.
    init?(mistypedCommandIn arguments: [String], among commands: [String]) {
        let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
        guard let word = words.first, !word.hasPrefix("-"), !(commands + ["help"]).contains(word) else {
            return nil
        }
        let suggestion = Suggestion.nearest(to: word, among: commands)
        self.init(
            .usage, what: "there is no command '\(word)'",
            why: suggestion.map { "did you mean '\($0)'?" } ?? "it is none of \(commands.joined(separator: ", "))",
            remedy: suggestion.map { "livetop \($0)" } ?? "livetop --help")
    }
}
