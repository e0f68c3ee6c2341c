import ArgumentParser
import Cassettes
import Filters
import Foundation
import LiveProtocol
import Runtime
import SessionModel
import SessionStore
import Settings
import Wording

/// `livetop resend ID`: the recorded client against a real service once more.
struct ResendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend",
        abstract: "Send the recorded client side of a session to the service again.",
        discussion: """
            Sound goes out at its pace; words and tools' answers also wait for what they had waited for. The new \
            session is recorded and knows the one it comes from. The service charges for it like for any call. The \
            key is GOOGLE_API_KEY or GEMINI_API_KEY from the environment; it is neither printed nor recorded.

            Examples:
              livetop resend @last
              livetop resend @last --upstream http://localhost:8911 --yes
              livetop resend @last --set model=gemini-3.8-live --set generationConfig.temperature=0.2
              livetop resend @last --mix cough.wav@12.5s,-20dB
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The session.", valueName: "session"), completion: RecordedNames.sessions)
    var session: String

    @OptionGroup var upstream: UpstreamOptions

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Say a field of the setup otherwise; without a value leave it out. Several times, in their order.",
            valueName: "path=value"))
    var changes: [SetupChange] = []

    @Option(
        name: .customLong("mix"),
        help: ArgumentHelp(
            "Mix a WAV into the caller's sound, so long after the session's beginning, louder or softer; may be repeated.",
            valueName: "file@time,dB"), completion: .file(extensions: ["wav"]))
    var mixes: [MixArgument] = []

    @Option(
        help: ArgumentHelp(
            "So many times as fast: 1 is the pace of the call, max waits for the service alone.", valueName: "factor"))
    var atSpeed = "1"

    @Option(help: ArgumentHelp("End the call after so long: 90s, 15m.", valueName: "time"))
    var maxDuration = Age.fifteenMinutes

    @Option(help: ArgumentHelp("Tag of the new session instead of the recorded one's.", valueName: "name"))
    var tag: Tag?

    @Flag(name: .shortAndLong, help: "Do not ask. Without a terminal nothing is sent without this.")
    var yes = false

    @Flag(help: "Print one JSON document (livetop.resend/1).")
    var json = false

    func validate() throws {
        guard speed != nil else { throw ValidationError("--at-speed takes a factor from 0.25 to 100, or max") }
    }

    private var speed: Double? {
        if atSpeed == "max" { return .infinity }
        return Double(atSpeed).flatMap { (0.25...100).contains($0) ? $0 : nil }
    }

    func run() async throws {
        let configuration = try data.configuration(with: upstream)
        let folder = URL(filePath: configuration.settings.dataDirectory, directoryHint: .isDirectory)
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        let id = try SessionIndex(database).find(session) { Suggestion.nearest(to: $0, among: $1) }
        let sounds = try mixes.map { try $0.read() }
        let (mixed, silences) = try ResendRecording(id, in: database).mixing(sounds)
        let recording = mixed.changed(by: changes, speed: speed ?? 1)
        silences.forEach { StandardError.say("livetop: " + $0) }
        let settings = try Self.settings(configuration.settings).led(for: tag?.name ?? recording.connections.first?.tag)
        let key = try ResendKey(for: settings, recording)
        let question = ResendQuestion(
            recording: recording, upstream: settings.upstreamIdentity, key: key?.name, limit: maxDuration.length)
        guard try question.isAgreed(yes: yes) else { throw ExitCode(ExitStatus.failure.rawValue) }
        let interruptions = Interruptions()
        let job = ResendJob(
            recording: recording, settings: settings, knowledge: configuration.knowledge,
            redacting: configuration.redaction.rule, key: key?.value, tag: tag?.name, limit: maxDuration.length)
        let report = try await job.run(interruptions)
        try StandardOutput.say(json ? report.json.text : report.text)
        report.remarks.forEach { StandardError.say("livetop: " + SuggestedCommands.here(Livetop.self).completed($0)) }
        if let failure = report.failure { throw failure }
    }

    private static func settings(_ usual: ProxySettings) -> ProxySettings {
        var settings = usual
        settings.port = 0
        settings.listen = ["127.0.0.1"]
        // What cannot be read again is no record of the experiment.
        settings.capture = .full
        return settings
    }
}

extension SetupChange: ExpressibleByArgument {}

extension Age {
    /// The longest that the service lets a call with sound last without compression.
    fileprivate static var fifteenMinutes: Age { Age(.seconds(900)) }
}
