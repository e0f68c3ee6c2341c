import ArgumentParser
import LiveProtocol
import Recordings
import Reports
import Runtime

/// `livetop show ID`: one recorded session.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one recorded session: clocks, tokens, turns, interruptions, tools, sound.",
        discussion: """
            A session is named by its id or enough of its beginning, @last, @-2 (the last but one) or tag:NAME. \
            docs/metrics.md explains every quantity. Unknown is –, an estimate has a ~ in front.

            Examples:
              livetop show
              livetop show 0a1b2c3d --json
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var store: StoreOptions

    @Argument(
        help: ArgumentHelp("The session; the last one if there is none.", valueName: "session"),
        completion: RecordedNames.sessions)
    var session: String?

    @Flag(help: "Show what was said to its last character, however long it is.")
    var full = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        try store.with(data.configuration()) { stored in
            for session in try stored.find([session ?? "@last"]) {
                let diagnosed = try stored.recordings.toldOnErrorStream.diagnose(session)
                try StandardOutput.say(
                    json ? SessionDocument(diagnosed).json.text : SessionStory(diagnosed, isFull: full).text)
            }
        }
    }
}
