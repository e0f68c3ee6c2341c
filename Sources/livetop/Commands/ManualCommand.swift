import ArgumentParser
import Runtime

/// `livetop man`: the manual page, from the same definitions as the help.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        abstract: "Print the manual page.",
        discussion: """
            In the mdoc language of manual pages; `make install` puts it where man looks for it.

            Examples:
              livetop man | man -l -
              livetop man >livetop.1
            """)

    func run() throws {
        try StandardOutput.say(
            ManualPage(of: try CommandTree.read(from: Livetop.self), version: LivetopVersion.number).text)
    }
}
