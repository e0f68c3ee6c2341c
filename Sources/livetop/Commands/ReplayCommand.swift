import ArgumentParser
import Diagnosis
import Display
import Filters
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import SessionStore
import Settings

/// `livetop replay ID`: a recorded session on the same screens, at any instant.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Live through a recorded session again: play, pause, seek, step.",
        discussion: """
            The screens show metrics, clocks and findings as they were at that instant. Space plays and pauses, ← → \
            seek, comma and dot step by frame, [ ] by turn, { } by finding, < > change the speed; ? lists all. \
            Without a terminal, or with --plain, the session is told as lines, and then as a whole. With --serve, \
            its server side is played to a real client: offline, without a key, the same every time.

            Examples:
              livetop replay
              livetop replay @last --serve --strict --once
              livetop replay tag:my-branch --at 3:12 --speed 4
              livetop replay @last --plain
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup(title: "Screen options") var screen: ScreenOptions
    @OptionGroup(title: "Serve options") var serving: ReplayServeOptions

    @Argument(
        help: ArgumentHelp("The session; the last one if there is none.", valueName: "session"),
        completion: RecordedNames.sessions)
    var session: String?

    @Option(
        help: ArgumentHelp(
            """
            Where to open: a time such as 3:12, a turn such as #7, end, or finding (the first error, else the first \
            warning; the end without either).
            """,
            valueName: "place"))
    var at = "finding"

    @Option(
        help: ArgumentHelp(
            "0.25 to 50, 1 is the pace of the call. With --plain, lines come at once without it.",
            valueName: "factor"))
    var speed: Double?

    @Flag(help: "One JSON document per line: what happened (livetop.live/1), or what is served (livetop.cassette/1).")
    var json = false

    func validate() throws {
        try serving.check()
        guard ReplayOpening(at) != nil else {
            throw ValidationError(
                "'\(at)' is no place in a session", why: "--at takes a time, a turn, end or finding",
                remedy: "write 3:12, 90s, '#7', end or finding")
        }
        if let speed, !(0.25...50).contains(speed) {
            throw ValidationError(
                "\(speed) is no speed", why: "--speed takes a factor from 0.25 to 50",
                remedy: "livetop replay --speed 4")
        }
    }

    func run() async throws {
        let own: [SettingKey: [String]] = data.dataDirectory.map { [.dataDirectory: [$0]] } ?? [:]
        let configuration = try Configuration.load(flags: own.merging(serving.access.values) { $1 })
        let stored = try store.open(configuration)
        defer { stored.copy?.remove() }
        let recordings = stored.recordings
        guard let id = try stored.find([session ?? "@last"]).first else { return }
        if let silence = try recordings.index.silence(of: id) {
            StandardError.say("livetop: session \(id) was \(silence)")
        }
        guard !serving.serve else {
            return try await ReplayServing(
                session: id, folder: recordings.folder, settings: configuration.settings, port: serving.port,
                isStrict: serving.strict,
                endsWhenPlayed: serving.once, speed: speed ?? 1, isJSON: json
            ).run()
        }
        guard screen.hasScreen, !json else {
            return try await ReplayTelling(session: id, recordings: recordings, speed: speed, isJSON: json).run()
        }
        let interruptions = Interruptions()
        let source = try ReplaySource(
            id, in: recordings, openingAt: ReplayOpening(at) ?? .firstFinding, speed: speed ?? 1)
        try await Watch(
            screen: screen.terminal(configuration), isPlain: !screen.hasScreen, interruptions: interruptions,
            ownsCalls: false
        ).run(source)
    }
}
