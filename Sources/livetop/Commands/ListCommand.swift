import ArgumentParser
import LiveProtocol

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

    @Option(help: ArgumentHelp("Only sessions with this tag.", valueName: "tag"))
    var tag: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only the newest so many.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (limit ?? 1) > 0 else { throw ValidationError("--limit takes a number from 1 on") }
    }

    func run() throws {
        let list = try SessionList(ofFolder: data.folder(), tag: tag, limit: limit)
        print(json ? list.json.text : list.text)
    }
}
