import ArgumentParser
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionStore
import Settings
import Shipping
import Wording

/// `livetop ship`: what is recorded here, into a central store.
struct ShipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ship",
        abstract: "Send what is recorded to a central store: ClickHouse, over HTTP.",
        discussion: """
            Runs until it is ended; livetop serve --ship-to does the same while it records. What cannot be sent waits in \
            the data folder, and nothing is sent twice. User and password come from LIVETOP_SHIP_USER and \
            LIVETOP_SHIP_PASSWORD or from a file of mode 0600; docs/central-store.md tells the rest.

            Examples:
              livetop ship --print-ddl modern --to http://clickhouse:8123/livetop | clickhouse-client -n
              livetop ship --to http://clickhouse:8123/livetop --once
              livetop ship --status
            """)

    @OptionGroup var data: DataOptions

    @Option(
        help: ArgumentHelp(
            "The store: http://HOST:8123/DATABASE. (default: the setting ship-to)", valueName: "url"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "How much of each frame is sent: none, no-audio or full. (default: no-audio)", valueName: "level"),
        completion: .list(ShipPayload.allCases.map(\.rawValue)))
    var payload: String?

    @Option(
        help: ArgumentHelp(
            "What this data folder is called there. (default: the machine's name and chance)", valueName: "name"))
    var node: String?

    @Option(
        help: ArgumentHelp("A file of mode 0600 with user:password.", valueName: "file"), completion: .file())
    var credentials: String?

    @Flag(help: "End when everything is there, with status 69 where the store does not take it.")
    var once = false

    @Flag(help: "Tell what waits, since when, and what to do.")
    var status = false

    @Flag(help: "Tell what would be sent; nobody is asked anything.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Send anew what was recorded in the last 90s, 15m, 2h or 7d.", valueName: "age"))
    var rewind: Age?

    @Flag(help: "Forget the store: nothing waits for it any more, and nothing is held back for it.")
    var forget = false

    @Option(
        help: ArgumentHelp(
            "Print the statements that make the tables: portable, modern or cluster.", valueName: "style"),
        completion: .list(StoreSchema.allCases.map(\.rawValue)))
    var printDdl: StoreSchema?

    @Flag(help: "With --status and --dry-run: print one JSON document.")
    var json = false

    func validate() throws {
        let ways = [once, status, dryRun, forget, rewind != nil, printDdl != nil].count { $0 }
        guard ways <= 1 else {
            throw ValidationError(
                "livetop ship cannot do two things at once",
                why: "choose one of --once, --status, --dry-run, --rewind, --forget and --print-ddl",
                remedy: "livetop ship --status")
        }
        guard !json || status || dryRun else {
            throw ValidationError(
                "there is nothing to print as JSON", why: "--json goes with --status or --dry-run",
                remedy: "livetop ship --status --json")
        }
    }

    func run() throws {
        let configuration = try Configuration.load(flags: flags)
        if let printDdl {
            return try StandardOutput.say(
                printDdl.text(database: configuration.ship?.store.database ?? "livetop"), terminator: "")
        }
        if status { return try tellStatus(in: configuration.folder) }
        let settings = try Self.settings(of: configuration)
        if dryRun { return try tellPlan(settings, in: configuration.folder) }
        if let age = rewind { return try sendAnew(age, settings, in: configuration.folder) }
        if forget { return try forgetStore(settings, in: configuration.folder) }
        try ship(settings, configuration)
    }

    private var flags: [SettingKey: [String]] {
        let given: [SettingKey: String?] = [
            .dataDirectory: data.dataDirectory, .shipTo: to, .shipPayload: payload, .shipNode: node,
            .shipCredentials: credentials,
        ]
        return given.compactMapValues { $0.map { [$0] } }
    }

    private static func settings(of configuration: Configuration) throws(UserError) -> ShipSettings {
        if let ship = configuration.ship { return ship }
        throw UserError(
            .usage, what: "nothing says where to ship", why: "there is no --to, and no setting ship-to",
            remedy: "livetop ship --to http://HOST:8123/DATABASE")
    }

    private func ship(_ settings: ShipSettings, _ configuration: Configuration) throws {
        let job = try ShipJob(settings, in: configuration.folder, configuration.knowledge)
        let interruptions = Interruptions()
        let progress = ProgressLine()
        try job.run(isOnce: once, isEnding: { interruptions.received != nil }, reached: progress.reached) {
            progress.end()
            StandardError.say("livetop: \($0)")
        }
        progress.end()
        let dead = job.deadRows > 0 ? "; the store refuses \(job.deadRows), see livetop ship --status" : ""
        StandardError.say("livetop: \(Format.counted(job.rows, "row is", "rows are")) at \(settings.store)\(dead)")
        if let signal = interruptions.received { throw ExitCode.signal(signal) }
    }

    private func tellStatus(in folder: URL) throws {
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        let report = ShipReport(try Outbox.states(in: database), at: .wallClock)
        try StandardOutput.say(json ? report.json.text : report.text)
    }

    private func tellPlan(_ settings: ShipSettings, in folder: URL) throws {
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        let plan = try ShipJob.plan(in: database, for: settings.store)
        try StandardOutput.say(json ? plan.json(settings).text : plan.text(settings))
    }

    private func sendAnew(_ age: Age, _ settings: ShipSettings, in folder: URL) throws {
        let database = try SessionDatabase.openBeside(recorderIn: folder)
        let rows = try Outbox(database, url: settings.store.description).rewind(to: .wallClock - age.length)
        try StandardOutput.say("\(Format.counted(rows, "row goes", "rows go")) to \(settings.store) once more")
    }

    private func forgetStore(_ settings: ShipSettings, in folder: URL) throws {
        let database = try SessionDatabase.openBeside(recorderIn: folder)
        let isKnown = try Outbox(database, url: settings.store.description).forget()
        try StandardOutput.say(
            isKnown ? "\(settings.store) is forgotten" : "nothing has been shipped to \(settings.store)")
    }
}

extension OutboxPlan {
    fileprivate func text(_ settings: ShipSettings) -> String {
        "\(Format.counted(frames, "frame")) and \(Format.counted(events, "event")) of \(Format.counted(sessions, "session")) would go to "
            + "\(settings.store), with --payload \(settings.payload.rawValue) of \(Format.bytes(payloadBytes)) recorded"
    }

    fileprivate func json(_ settings: ShipSettings) -> JSONValue {
        .object([
            ("schema", "livetop.ship-plan/1"), ("url", .string(settings.store.description)),
            ("payload", .string(settings.payload.rawValue)), ("frames", .integer(frames)),
            ("events", .integer(events)), ("sessions", .integer(sessions)), ("recordedBytes", .integer(payloadBytes)),
        ])
    }
}
