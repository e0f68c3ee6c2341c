import ArgumentParser
import Diagnosis
import Foundation
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import Settings
import Wording

/// `livetop lint SETUP.json|@last`: what the service would make of a setup, without a call.
struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract:
            "Say what the service would refuse, ignores, deprecates or charges extra for in a setup, without a call.",
        discussion: """
            The setup is a file with the first message of a call ({"setup": …}) or with what stands in it, or that of a \
            recorded session. Ends with 1 if the service would refuse it.

            Examples:
              livetop lint setup.json --model gemini-3.8-live
              livetop lint @last --model gemini-3.8-live-extended-thinking --json
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The setup: a file or a recorded session.", valueName: "setup"))
    var setup: String

    @Option(help: ArgumentHelp("Another model than the setup's.", valueName: "model"))
    var model: String?

    @Option(help: "Where it is to be sent: gemini or vertex; else where it went, or gemini.")
    var surface: SurfaceOption?

    @Option(help: ArgumentHelp("The day of the call; today if there is none.", valueName: "date"))
    var on: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard let on, CalendarDay(on) == nil else { return }
        throw ValidationError(
            "'\(on)' is no day", why: "--on takes a day of the calendar as YYYY-MM-DD",
            remedy: "livetop lint setup.json --on 2026-12-13")
    }

    func run() throws {
        let configuration = try data.configuration()
        let (summary, unknown) = try chosen(configuration)
        let day = on.flatMap { CalendarDay($0) } ?? Timestamp.wallClock.day
        let rows = SetupLint.rows(of: summary, unknown: unknown, models: configuration.catalogue.models, on: day)
        let report = LintReport(setup: summary, rows: rows, day: day, dated: configuration.catalogue.models.dated)
        try StandardOutput.say(json ? report.json.text : report.text)
        if rows.contains(where: \.isFatal) { throw ExitCode(ExitStatus.differs.rawValue) }
    }

    private func chosen(_ configuration: Configuration) throws -> (SetupSummary, [String]) {
        let subject = LintSubject(configuration: configuration, model: model, surface: surface?.surface)
        guard FileManager.default.fileExists(atPath: setup) else {
            guard setup.hasPrefix("tag:") || !setup.contains(where: { "./".contains($0) }) else {
                throw UserError(
                    .notFound, what: "cannot read \(setup)", why: "there is no such file",
                    remedy: "check its name, or name a recorded session: livetop lint @last")
            }
            return (try subject.recorded(setup), [])
        }
        guard let bytes = FileManager.default.contents(atPath: setup) else {
            throw UserError(
                .noPermission, what: "cannot read \(setup)", why: "the system does not let this user open it",
                remedy: "chmod u+r '\(setup)'")
        }
        return try subject.written(Array(bytes), in: setup)
    }
}

/// A service on the command line.
enum SurfaceOption: String, CaseIterable, ExpressibleByArgument {
    case gemini, vertex

    var surface: Endpoint.Surface { self == .gemini ? .geminiAPI : .vertex }
}
