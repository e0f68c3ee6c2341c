import ArgumentParser
import Diagnosis
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel

/// `livetop diff A B`: two recorded sessions, turn by turn.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two recorded sessions: setup, then each turn's latency, tokens and text, then findings.",
        discussion: """
            Without sessions: the last but one and the last; with one: that and the last. Turns are compared by their \
            number. Ends with 0 when nothing differs and with 1 when something does.

            Examples:
              livetop diff
              livetop diff tag:main tag:my-branch --tolerance 250 --json
            """)

    @OptionGroup var data: DataOptions

    @Argument(
        help: ArgumentHelp("The session to compare with.", valueName: "session"), completion: RecordedNames.sessions)
    var left: String?

    @Argument(
        help: ArgumentHelp("The session that is compared.", valueName: "session"), completion: RecordedNames.sessions)
    var right: String?

    @Option(help: ArgumentHelp("Milliseconds by which lengths of time may be apart.", valueName: "ms"))
    var tolerance: Double = 100

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard tolerance >= 0, tolerance.isFinite else {
            throw ValidationError(
                "\(tolerance) is no tolerance", why: "--tolerance takes milliseconds from 0 on",
                remedy: "livetop diff --tolerance 250")
        }
    }

    func run() throws {
        let recordings = try data.recordings().toldOnErrorStream
        let ids = try [left ?? "@-2", right ?? "@last"].map { try recordings.find($0) }
        guard ids[0] != ids[1] || right != nil else {
            throw UserError(
                .usage, what: "cannot compare session \(ids[0]) with itself",
                why: left == nil ? "only one is recorded" : "one session is compared with the last one, and it is that",
                remedy: left == nil ? "make another call: livetop run -- python my_agent.py" : "livetop diff @-2 @last")
        }
        if ids[0] == ids[1] { StandardError.say("livetop: both names are of session \(ids[0])") }
        let sides = try ids.map { try TurnGathering(recordings).side(of: $0) }
        let comparison = SessionComparison(
            sides[0], sides[1], tolerance: .nanoseconds(Int64(clamping: tolerance * 1e6)))
        let report = DiffReport(comparison, left: sides[0].state, right: sides[1].state)
        try StandardOutput.say(json ? report.json.text : report.text)
        if !comparison.isEmpty { throw ExitCode(ExitStatus.differs.rawValue) }
    }
}
