import Diagnosis
import Filters
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import SessionStore
import Settings

/// What `livetop mcp` answers with: what the commands of the same names print, read anew for each question. Nothing is
/// written, and no call is made.
struct AgentTools {
    let configuration: Configuration

    var all: [AgentTool] { [sessions, show, diagnose, grep, diff, lint] }

    private static let format = AgentTool.Parameter(
        "format", .string, "text (default) for reading, json for computing", choices: ["text", "json"])

    private static func session(_ summary: String = "the session", isRequired: Bool = true) -> AgentTool.Parameter {
        AgentTool.Parameter(
            "session", .string, "\(summary): its id or the beginning of it, @last, @-2 (the last but one) or tag:NAME",
            isRequired: isRequired)
    }

    private static func answer(
        _ arguments: AgentArguments, text: () -> String, json: () -> JSONValue
    ) -> AgentAnswer {
        arguments.string("format") == "json" ? .document(json()) : .text(text())
    }

    // MARK: One session and many

    private var sessions: AgentTool {
        AgentTool(
            name: "sessions", title: "Recorded sessions",
            summary: """
                Lists recorded Gemini Live calls, newest last: model, length, turns, latency, tokens, cost, how each \
                ended. Begin here.
                """,
            parameters: [
                .init("tag", .string, "only sessions with this tag"),
                .init("limit", .integer, "only the newest so many; 20 unless told otherwise"),
                .init("filter", .string, "only sessions that fit, such as: is:open or close:1008 or model:3.8"),
                .init("findings", .boolean, "say what is wrong with each; reads all of their frames"), Self.format,
            ]
        ) { arguments in
            let list = try configuration.recordings().list(
                tag: arguments.string("tag"), limit: max(arguments.integer("limit") ?? 20, 1),
                filter: try filter(arguments.string("filter")), findings: arguments.flag("findings") ?? false)
            return Self.answer(arguments) {
                list.text
            } json: {
                list.json
            }
        }
    }

    private func filter(_ text: String?) throws -> Filter? {
        guard let text else { return nil }
        do { return try Filter.parse(text, for: .sessions) } catch {
            throw UserError(
                .usage, what: "cannot filter by '\(text)'", why: "\(error)", remedy: "leave the filter out, or mend it")
        }
    }

    private var show: AgentTool {
        AgentTool(
            name: "show", title: "One session",
            summary: """
                Shows one session: connections and clocks, setup, tokens and context, turns with latencies and what was \
                said, interruptions, tools, sound.
                """,
            parameters: [Self.session(), Self.format]
        ) { arguments in
            let diagnosed = try diagnosed(arguments.string("session"))
            return Self.answer(arguments) {
                SessionStory(diagnosed, isFull: true).text
            } json: {
                SessionDocument(diagnosed).json
            }
        }
    }

    private func diagnosed(_ name: String?) throws -> DiagnosedSession {
        let recordings = try configuration.recordings()
        return try recordings.diagnose(recordings.find(name ?? "@last"))
    }

    private var diagnose: AgentTool {
        AgentTool(
            name: "diagnose", title: "What went wrong",
            summary: """
                Says what went wrong in a session, worst first: cause, evidence, fix; with the messages that prove it. Ask \
                this before changing code that talks to the Live API.
                """,
            parameters: [
                Self.session("the session; @last unless told otherwise", isRequired: false),
                .init("frames", .boolean, "with the messages that prove it; true unless told otherwise"), Self.format,
            ]
        ) { arguments in
            let diagnosed = try diagnosed(arguments.string("session"))
            let report = DiagnosisReport([diagnosed])
            let frames =
                arguments.flag("frames") == false
                ? [] : try EvidenceFrames(configuration.recordings().database).list(of: diagnosed.findings)
            return Self.answer(arguments) {
                frames.isEmpty
                    ? report.text
                    : "\(report.text)\n\nThe messages that prove it:\n\(frames.map(\.text).joined(separator: "\n"))"
            } json: {
                .object((report.json.members ?? []).map { ($0.name, $0.value) } + [("frames", .array(frames))])
            }
        }
    }

    // MARK: Search and comparison

    private var grep: AgentTool {
        AgentTool(
            name: "grep", title: "Find a text",
            summary: """
                Finds a text in transcripts, setups, tool calls and reasons of closes. Upper and lower case are the same; \
                /pattern/ is a regular expression.
                """,
            parameters: [
                .init("text", .string, "what to look for", isRequired: true),
                Self.session("only in this session", isRequired: false),
                .init("tag", .string, "only in sessions with this tag"),
                .init("limit", .integer, "only the newest so many places; 50 unless told otherwise"), Self.format,
            ]
        ) { arguments in
            let text = arguments.string("text") ?? ""
            guard !text.isEmpty else {
                throw UserError(.usage, what: "cannot search", why: "the text is empty", remedy: "give a text")
            }
            let report = try TextSearch(configuration.folder, ProgressSink()).report(
                on: try test(text), session: arguments.string("session"), tag: arguments.string("tag"),
                limit: max(arguments.integer("limit") ?? 50, 1))
            return Self.answer(arguments) {
                report.isEmpty ? "Nothing was found." : report.lines.joined(separator: "\n")
            } json: {
                .object([("hits", .array(report.jsonLines.compactMap { try? JSONValue(parsing: Array($0.utf8)) }))])
            }
        }
    }

    private func test(_ text: String) throws -> TextTest {
        do { return try TextTest(searching: text) } catch {
            throw UserError(
                .usage, what: "cannot search for \(text)", why: "\(error)",
                remedy: "mend the pattern, or leave out the slashes to look for it as it stands")
        }
    }

    private var diff: AgentTool {
        AgentTool(
            name: "diff", title: "Compare two sessions",
            summary: """
                Compares two sessions: setup, then each turn's latency, tokens and text, then findings. Ask it after a \
                change, with a session from before and one from after.
                """,
            parameters: [
                .init("left", .string, "the session to compare with", isRequired: true),
                .init("right", .string, "the session that is compared", isRequired: true),
                .init("tolerance_ms", .number, "milliseconds by which lengths of time may be apart; 100"), Self.format,
            ]
        ) { arguments in
            let tolerance = arguments.number("tolerance_ms") ?? 100
            guard tolerance >= 0, tolerance.isFinite else {
                throw UserError(
                    .usage, what: "cannot compare", why: "the tolerance is below 0",
                    remedy: "give milliseconds from 0 on")
            }
            let recordings = try configuration.recordings()
            let sides = try ["left", "right"].map { side in
                try TurnGathering(recordings).side(of: recordings.find(arguments.string(side) ?? ""))
            }
            let comparison = SessionComparison(
                sides[0], sides[1], tolerance: .nanoseconds(Int64(clamping: tolerance * 1e6)))
            let report = DiffReport(comparison, left: sides[0].state, right: sides[1].state)
            return Self.answer(arguments) {
                report.text
            } json: {
                report.json
            }
        }
    }

    private var lint: AgentTool {
        AgentTool(
            name: "lint", title: "Check a setup",
            summary: """
                Says what the service would refuse, ignores, deprecates or charges extra for in a setup, without a call: \
                of a recorded session, or one that is given.
                """,
            parameters: [
                .init("setup", .object, "the first message of a call, {\"setup\": …}, or what stands in it"),
                Self.session("a recorded session, instead of a setup", isRequired: false),
                .init("model", .string, "another model than the setup's"),
                .init("surface", .string, "where it is to be sent", choices: ["gemini", "vertex"]), Self.format,
            ]
        ) { arguments in
            let surface = arguments.string("surface").map { $0 == "vertex" ? Endpoint.Surface.vertex : .geminiAPI }
            let subject = LintSubject(
                configuration: configuration, model: arguments.string("model"), surface: surface)
            let (summary, unknown) = try chosen(arguments, subject)
            let models = configuration.catalogue.models
            let day = Timestamp.wallClock.day
            let rows = SetupLint.rows(of: summary, unknown: unknown, models: models, on: day)
            let report = LintReport(setup: summary, rows: rows, day: day, dated: models.dated)
            return Self.answer(arguments) {
                report.text
            } json: {
                report.json
            }
        }
    }

    private func chosen(_ arguments: AgentArguments, _ subject: LintSubject) throws -> (SetupSummary, [String]) {
        switch (arguments.object("setup"), arguments.string("session")) {
        case (let setup?, nil): try subject.written(setup.utf8, in: "the setup")
        case (nil, let session?): (try subject.recorded(session), [])
        default:
            throw UserError(
                .usage, what: "cannot ask lint", why: "it takes either a setup or a session",
                remedy: "give one of the two")
        }
    }
}
