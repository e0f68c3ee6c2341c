import ArgumentParser

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
        case .sh, .bash, .zsh: "export \(name)='\(value.replacing("'", with: #"'\''"#))'"
        case .fish: "set -gx \(name) '\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        case .powershell: "$env:\(name) = '\(value.replacing("'", with: "''"))'"
        }
    }
}
