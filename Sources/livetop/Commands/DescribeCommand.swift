import ArgumentParser
import LiveProtocol
import Runtime

/// `livetop describe`: livetop in words for programs.
struct DescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Describe livetop to programs: commands, exit codes, metrics, rules, formats, keys.",
        discussion: """
            One JSON document, livetop.describe/1; docs/describe.md explains it.

            Examples:
              livetop describe --json | jq -r '.commands[] | .name + ": " + .summary'
              livetop describe --json | jq '.exitCodes'
            """)

    @Flag(help: "Print one JSON document; there is no other form.")
    var json = false

    func run() throws {
        try StandardOutput.say(ProgramDescription(commands: try CommandTree.read(from: Livetop.self)).json.text)
    }
}
