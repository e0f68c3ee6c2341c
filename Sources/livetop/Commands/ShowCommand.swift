import ArgumentParser
import Foundation
import LiveProtocol
import SessionStore

/// `livetop show ID`: one recorded session.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one recorded session: clocks, setup, tokens, turns, how it ended.",
        discussion: """
            A session is named by its id or enough of its beginning, @last, @-2 (the last but one) or tag:NAME.

            Examples:
              livetop show @last
              livetop show 0a1b2c3d --json
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The session.", valueName: "session"))
    var session: String

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let database = try data.database()
        let id = try SessionIndex(database).find(session) { Suggestion.nearest(to: $0, among: $1) }
        guard let state = try Reopening(database: database).state(of: id) else {
            throw UserError(
                .notFound, what: "nothing is recorded of session \(id)", why: "its frames were removed",
                remedy: "livetop ls")
        }
        print(json ? SessionDocument(state, now: .wallClock).json.text : SessionStory(state, now: .wallClock).text)
    }
}
