import ArgumentParser
import Filters
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import SessionStore

/// `livetop ls`: what was recorded.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the recorded sessions, newest last.",
        discussion: """
            Examples:
              livetop ls
              livetop ls --tag my-branch --json
              livetop ls --store http://clickhouse:8123/livetop --node staging-3
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("Only sessions with this tag.", valueName: "tag"), completion: RecordedNames.tags)
    var tag: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only the newest so many.", valueName: "count"))
    var limit: Int?

    @Option(
        name: .shortAndLong,
        help: FilterFlag.help("Only sessions that fit, such as 'is:open or close:1008'", for: .sessions),
        transform: FilterFlag.reader(for: .sessions))
    var filter: Filter?

    @Flag(
        help: """
            Say what is wrong with each session with the rules of today, and not as it was recorded. Reads all of its \
            frames, which takes its time.
            """)
    var findings = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (limit ?? 1) > 0 else {
            throw ValidationError(
                "there is nothing to show", why: "--limit takes a number from 1 on", remedy: "livetop ls --limit 20")
        }
    }

    func run() throws {
        try store.with(data.configuration()) { stored in
            // Those are told by frames.
            if stored.copy != nil, findings || filter != nil {
                let limit = filter == nil ? limit ?? .max : .max
                try stored.fetch(stored.recordings.sessions(tag: tag, limit: limit).map(\.summary.id))
            }
            stored.tellNotes()
            try TagHint.tell(tag, in: stored.recordings)
            let list = try stored.recordings.list(
                tag: tag, limit: limit ?? .max, filter: filter, findings: findings, nodes: stored.copy?.nodes,
                .errorStream)
            try StandardOutput.say(json ? list.json.text : list.text(within: StandardOutput.columns))
        }
    }
}
