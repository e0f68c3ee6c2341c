import ArgumentParser
import Filters
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel

/// `livetop ls`: what was recorded.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the recorded sessions, newest last.",
        discussion: """
            Examples:
              livetop ls
              livetop ls --tag my-branch --json
            """)

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("Only sessions with this tag.", valueName: "tag"), completion: RecordedNames.tags)
    var tag: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only the newest so many.", valueName: "count"))
    var limit: Int?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Only sessions that fit, such as 'is:open or close:1008'; docs/filter.md.", valueName: "filter"),
        transform: FilterFlag.reader(for: .sessions))
    var filter: Filter?

    @Flag(help: "Say what is wrong with each session. Reads all of its frames, which takes its time.")
    var findings = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (limit ?? 1) > 0 else { throw ValidationError("--limit takes a number from 1 on") }
    }

    func run() throws {
        let list = try data.recordings().list(
            tag: tag, limit: limit ?? .max, filter: filter, findings: findings, .errorStream)
        try StandardOutput.say(json ? list.json.text : list.text)
    }
}
