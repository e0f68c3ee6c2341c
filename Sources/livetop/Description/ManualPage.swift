import Foundation
import Runtime
import Settings
import Wording

/// `livetop(1)` in mdoc, the language of manual pages.
struct ManualPage {
    private let root: CommandTree.Command
    private let version: String
    private var lines: [String] = []

    init(of root: CommandTree.Command, version: String) {
        self.root = root
        self.version = version
        writeHead()
        writeCommands(root.shownCommands, of: [])
        writeFoot()
    }

    var text: String { lines.joined(separator: "\n") }

    private mutating func writeHead() {
        lines += [
            ".\\\" Made by `livetop man` from the definitions of the command line.", ".Dd November 28, 2026",
            ".Dt \(root.commandName.uppercased()) 1", ".Os livetop \(version)", ".Sh NAME", ".Nm \(root.commandName)",
            ".Nd \(Self.escaped(root.abstract ?? ""))", ".Sh SYNOPSIS", ".Nm", ".Op Ar command", ".Op Ar options",
            ".Sh DESCRIPTION",
        ]
        write(root.paragraphs)
        lines += [
            "Every command takes", ".Fl -help",
            "and tells what it is for with two examples. Sessions are named by their identifier, enough of its beginning,",
            ".Li @last ,", ".Li @-2", "(the last but one) or", ".Li tag:NAME", "(the newest with that tag).",
        ]
    }

    private mutating func writeCommands(_ commands: [CommandTree.Command], of parents: [String]) {
        if parents.isEmpty { lines.append(".Sh COMMANDS") }
        for command in commands {
            let path = parents + [command.commandName]
            lines.append(".Ss \(Self.escaped((["livetop"] + path).joined(separator: " ") + synopsis(of: command)))")
            lines.append(Self.escaped(command.abstract ?? ""))
            for paragraph in command.paragraphs { lines += [".Pp"] + paragraph.split(separator: "\n").map(Self.line) }
            writeArguments(command.shownArguments)
            writeExamples(command.examples)
            writeCommands(command.shownCommands, of: path)
        }
    }

    private func synopsis(of command: CommandTree.Command) -> String {
        let words = command.shownArguments.filter { $0.kind == .positional }.map { argument in
            let word = argument.valueName ?? "value"
            let repeated = argument.isRepeating ? word + " ..." : word
            return argument.isOptional ? "[\(repeated)]" : repeated
        }
        return words.isEmpty ? "" : " " + words.joined(separator: " ")
    }

    private mutating func writeArguments(_ arguments: [CommandTree.Argument]) {
        guard !arguments.isEmpty else { return }
        lines.append(".Bl -tag -width indent")
        for argument in arguments {
            lines += [Self.item(argument), Self.line(argument.abstract ?? "")]
            if let value = argument.defaultValue { lines.append(Self.line("Default: \(value).")) }
        }
        lines.append(".El")
    }

    /// `.It Fl -limit Ns , Fl n Ar count`: what stands in front of an option's text.
    private static func item(_ argument: CommandTree.Argument) -> String {
        let value = argument.valueName.map { " Ar \(escaped($0))" } ?? ""
        guard argument.kind != .positional else { return ".It\(value)" }
        let names = (argument.names ?? []).map { "Fl \($0.kind == .long ? "-" : "")\(escaped($0.name))" }
        return ".It " + names.joined(separator: " Ns , ") + (argument.kind == .option ? value : "")
    }

    private mutating func writeExamples(_ examples: [String]) {
        guard !examples.isEmpty else { return }
        lines += [".Bd -literal -offset indent"] + examples.map(Self.line) + [".Ed"]
    }

    private mutating func writeFoot() {
        lines += [".Sh EXIT STATUS", ".Bl -tag -width indent"]
        for status in ExitStatus.allCases { lines += [".It Li \(status.rawValue)", Self.line(status.meaning)] }
        lines += [
            ".El", ".Sh ENVIRONMENT", "Every setting is a flag, a variable and a key of the configuration files:",
            ".Bl -tag -width indent",
        ]
        for key in SettingKey.allCases { lines += [".It Ev \(key.environmentName)", Self.line(key.flag)] }
        for name in [StoreCredentials.userVariable, StoreCredentials.passwordVariable] {
            lines += [".It Ev \(name)", "Who livetop is at a central store."]
        }
        lines += [
            ".El", ".Pp", "The variables of OpenTelemetry go before the table [otlp] of the configuration files:",
            ".Bl -tag -width indent",
        ]
        lines += [".It Ev \(OTLPConfiguration.endpointVariable)", Self.line("endpoint")]
        for key in OTLPKey.allCases {
            if let variable = key.variable { lines += [".It Ev \(variable)", Self.line(key.rawValue)] }
        }
        lines += [".El", ".Sh FILES", ".Bl -tag -width indent"]
        lines += [".It Pa ~/.config/livetop/config.toml", "Settings, keys and thresholds."]
        lines += [".It Pa ~/.local/share/livetop/livetop.db", "Everything that was recorded.", ".El"]
    }

    private mutating func write(_ paragraphs: [String]) {
        for (index, paragraph) in paragraphs.enumerated() {
            if index > 0 { lines.append(".Pp") }
            lines += paragraph.split(separator: "\n").map(Self.line)
        }
        lines.append(".Pp")
    }

    /// One line of text: a dot or an apostrophe in front would be a command of the language.
    private static func line(_ text: some StringProtocol) -> String {
        let escaped = escaped(String(text))
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    private static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: " ")
        // Letters that not every reader of manual pages takes as they are, such as arrows.
        return plain.unicodeScalars.map { scalar in
            guard !scalar.isASCII else { return String(scalar) }
            return "\\[u\(Format.hex(scalar.value, 4, uppercase: true))]"
        }.joined()
    }
}
