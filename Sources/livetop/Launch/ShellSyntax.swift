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

    private func quoted(_ text: String) -> String {
        switch self {
        case .sh, .bash, .zsh: ShellWord.inQuotes(text)
        case .fish: "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        case .powershell: "'\(text.replacing("'", with: "''"))'"
        }
    }
}
