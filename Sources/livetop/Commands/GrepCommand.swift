import ArgumentParser
import Filters
import Foundation
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import SessionStore
import Wording

/// `livetop grep TEXT`: full text over everything that was said.
struct GrepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grep",
        abstract: "Find a text in transcripts, setups, tool calls and close reasons.",
        discussion: """
            Upper and lower case are the same; /pattern/ is a regular expression, /pattern/i one without regard to \
            case. Ends with 1 when nothing is found.

            Examples:
              livetop grep "flight to oslo"
              livetop grep --session @last '/error|refused/i' --json
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("What to look for.", valueName: "text"))
    var text: String

    @Option(help: ArgumentHelp("Only in this session.", valueName: "session"), completion: RecordedNames.sessions)
    var session: String?

    @Option(help: ArgumentHelp("Only in sessions with this tag.", valueName: "tag"), completion: RecordedNames.tags)
    var tag: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only the newest so many places.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Print each place as one line of JSON.")
    var json = false

    func validate() throws {
        guard !text.isEmpty else {
            throw ValidationError(
                "there is nothing to look for", why: "the text is empty", remedy: "livetop grep refund")
        }
        guard (limit ?? 1) > 0 else {
            throw ValidationError(
                "there is nothing to show", why: "--limit takes a number from 1 on",
                remedy: "livetop grep TEXT --limit 20")
        }
    }

    func run() throws {
        let report = try TextSearch(data.folder(), .errorStream).report(
            on: test, session: session, tag: tag, limit: limit ?? .max)
        for line in json ? report.jsonLines : report.lines { try StandardOutput.say(line) }
        if report.isEmpty { StandardError.say("livetop: '\(ForeignText.clean(text))' is nowhere in what was searched") }
        if report.isEmpty { throw ExitCode(ExitStatus.differs.rawValue) }
    }

    private var test: TextTest {
        get throws {
            do { return try TextTest(searching: text) } catch {
                throw UserError(
                    .usage, what: "cannot search for \(text)", why: "\(error)",
                    remedy: "mend the pattern, or leave out the slashes to look for it as it stands")
            }
        }
    }
}
