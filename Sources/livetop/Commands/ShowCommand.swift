import ArgumentParser
import Filters
import Foundation
import LiveProtocol
import SessionModel
import SessionStore

/// `livetop show ID`: one recorded session.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one recorded session: clocks, tokens, turns, interruptions, tools, sound.",
        discussion: """
            A session is named by its id or enough of its beginning, @last, @-2 (the last but one) or tag:NAME. \
            docs/metrics.md explains every quantity. Unknown is –, an estimate has a ~ in front.

            Examples:
              livetop show @last
              livetop show 0a1b2c3d --json
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The session.", valueName: "session"), completion: RecordedNames.sessions)
    var session: String

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let database = try data.database()
        let index = SessionIndex(database)
        let id = try index.find(session) { Suggestion.nearest(to: $0, among: $1) }
        guard let reopened = try Reopening(database: database).reopen(id) else {
            throw UserError(
                .notFound, what: "nothing is recorded of session \(id)", why: "its frames were removed",
                remedy: "livetop ls")
        }
        let opened = try OpenedSession(
            reopened, index.session(id), isRecording: FolderLock.isHeld(data.folder()))
        let thresholds = try RuleSettings.inForce().thresholds
        try StandardOutput.say(
            json ? SessionDocument(opened, thresholds).json.text : SessionStory(opened, thresholds).text)
    }
}
