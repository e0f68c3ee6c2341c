import ArgumentParser
import Foundation
import Runtime

/// `livetop completions SHELL`: what makes the Tab key work.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script of a shell.",
        discussion: """
            Commands, flags, files, and the names of recorded sessions and tags. `make install` puts the scripts \
            where shells look for them.

            Examples:
              source <(livetop completions bash)
              livetop completions zsh >~/.zfunc/_livetop
              livetop completions fish >~/.config/fish/completions/livetop.fish
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: ArgumentHelp("The shell.", valueName: "shell"))
    var shell: Shell

    func run() throws {
        guard let shell = CompletionShell(rawValue: shell.rawValue) else { return }
        try StandardOutput.say(Livetop.completionScript(for: shell))
        if shell == .bash { try StandardOutput.say(BashWords.script) }
    }
}
