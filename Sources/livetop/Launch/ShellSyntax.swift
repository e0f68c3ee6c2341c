import ArgumentParser
import Wording

/// How a shell sets a variable, whatever the value holds.
enum ShellSyntax: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sh, bash, zsh, fish, powershell

    /// The shell of that path, or the syntax that most shells read.
    init(path: String?) {
        let name = path?.split(separator: "/").last.map(String.init)
        self = name.flatMap(ShellSyntax.init(rawValue:)) ?? .sh
    }

    /// One line that sets and exports the variable.
    func export(_ name: String, _ value: String) -> String {
        switch self {
        case .sh, .bash, .zsh: "export \(name)=\(quoted(value))"
        case .fish: "set -gx \(name) \(quoted(value))"
        case .powershell: "$env:\(name) = \(quoted(value))"
        }
    }

    /// The text as one word of a command line, in quotes only where it needs them.
    func word(_ text: String) -> String {
        ShellWord.isPlain(text) ? text : quoted(text)
    }

    private func quoted(_ text: String) -> String {
        switch self {
        case .sh, .bash, .zsh: "'\(text.replacing("'", with: #"'\''"#))'"
        case .fish: "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        case .powershell: "'\(text.replacing("'", with: "''"))'"
        }
    }
}
