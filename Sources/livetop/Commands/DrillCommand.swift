import ArgumentParser
import Drills
import Foundation
import Glibc
import LiveProtocol
import Proxy
import Runtime
import SessionStore
import Settings
import Wording

/// `livetop drill`: breaks the calls of a program by scenarios, and says how it took them.
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: "Break the calls of a program on purpose, and say how it takes it.",
        usage: "livetop drill [<options>] [<scenario> ...] -- <command> ...",
        discussion: """
            The program is run once for each scenario, against the simulated service; without a scenario: goaway, reset, \
            close 1011 and refuse 429. A scenario with spaces is put in quotes. Ends with 1 when the program did not do \
            what a good client does, with 2 when a fault never came: most do after two turns. livetop fault --list shows the scenarios.

            Examples:
              livetop drill -- python app.py
              livetop drill goaway reset 'close 1011' --junit drill.xml -- python app.py
              livetop drill goaway --real --yes --max-duration 2m -- python app.py
            """)

    @OptionGroup var data: DataOptions

    @Argument(
        help: ArgumentHelp(
            "The scenarios, and behind -- the program and its arguments.", valueName: "scenario ... -- command ..."))
    var words: [String] = []

    @Option(
        help: ArgumentHelp(
            "End the program after so long, in each scenario: 90s, 5m. (default: 60s)", valueName: "time"))
    var maxDuration: Age?

    @Option(help: ArgumentHelp("The most that coming back may take. (default: 5s)", valueName: "time"))
    var maxReconnect: Age?

    @Option(help: ArgumentHelp("The longest hole in the user's audio. (default: 2s)", valueName: "time"))
    var maxAudioLost: Age?

    @Flag(help: "Against the real service, which charges for the calls; with --yes and --max-duration.")
    var real = false

    @Flag(name: .shortAndLong, help: "Agrees to calls that are charged.")
    var yes = false

    @OptionGroup var upstream: UpstreamOptions

    @Flag(help: "Show the scenarios, as livetop fault --list does.")
    var list = false

    @Flag(help: "Print one JSON document (livetop.drill/1).")
    var json = false

    @Option(help: ArgumentHelp("Write a JUnit report.", valueName: "file"), completion: .file())
    var junit: String?

    /// What stands behind the first `--`: the parser tells of one list only.
    private var command: [String] {
        let arguments = CommandLine.arguments
        let count = arguments.firstIndex(of: "--").map { arguments.count - $0 - 1 } ?? 0
        return Array(words.suffix(count))
    }

    private var scenarios: [String] { Array(words.dropLast(command.count)) }

    func validate() throws {
        guard !list else { return }
        guard !command.isEmpty else {
            throw ValidationError(
                "livetop drill needs a program", why: "none stands behind --", remedy: "livetop drill -- python app.py")
        }
        if upstream.url != nil, !real {
            throw ValidationError(
                "--upstream does not go without --real", why: "a drill plays the service itself, in this process",
                remedy: "leave it out, or add --real --yes --max-duration 2m")
        }
        if real, !yes || maxDuration == nil {
            throw ValidationError(
                "against the real service each scenario is a call that is charged: add --yes and --max-duration")
        }
    }

    func run() async throws {
        if list { return try StandardOutput.say(json ? FaultCatalogue.json.text : FaultCatalogue.text) }
        let state = ProcessStart.inherited
        let chosen = try chosenScenarios()
        let configuration = try data.configuration(with: upstream)
        let settings = try Self.settings(configuration.settings)
        var verdicts: [DrillVerdict] = []
        for scenario in chosen {
            StandardError.say("livetop: drill ‘\(scenario.name)’: \(scenario.summary)")
            let job = DrillJob(
                scenario, settings: settings, knowledge: configuration.knowledge,
                redacting: configuration.redaction.rule,
                upstream: real ? settings.upstream ?? .google(vertexLocation: nil) : nil, limits: limits)
            let verdict = try await job.run { try await runClient(port: $0, settings, state) }
            // Whoever interrupts the program means the drill.
            if let code = verdict.exitCode, [SIGINT, SIGTERM].contains(code - 128) { throw ExitCode(code) }
            verdicts.append(verdict)
        }
        let report = DrillReport(verdicts, folder: settings.dataDirectory)
        try StandardOutput.say(json ? report.json.text : report.text)
        if let junit { try ExportTarget.write(report.junit, to: junit) }
        if report.isFailed { throw ExitCode(ExitStatus.differs.rawValue) }
        if !report.isPassed { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private var limits: DrillVerdict.Limits {
        DrillVerdict.Limits(
            reconnect: maxReconnect?.length ?? .seconds(5), audioLost: maxAudioLost?.length ?? .seconds(2))
    }

    private func chosenScenarios() throws(UserError) -> [FaultScenario] {
        try (scenarios.isEmpty ? ["goaway", "reset", "close 1011", "refuse 429"] : scenarios).map {
            name throws(UserError) in
            do throws(FaultError) { return try FaultScenario.named(name) } catch {
                throw UserError(fault: name, error, .usage)
            }
        }
    }

    /// A folder of its own beside the real recordings, so that broken calls never mix with them.
    private static func settings(_ usual: ProxySettings) throws(UserError) -> ProxySettings {
        var settings = try usual.led(for: nil)
        settings.dataDirectory += "/drills/\(LaunchProxy.folderName)"
        settings.port = 0
        settings.capture = .full
        (settings.otlp, settings.ship, settings.metrics) = (nil, nil, nil)
        return settings
    }

    // MARK: The client

    private func runClient(port: Int, _ settings: ProxySettings, _ state: InheritedState) async throws -> Int32? {
        var environment = ProcessInfo.processInfo.environment
        let client = try await ClientEnvironment.prepared(
            settings: settings, port: port, tag: nil, inherited: environment, audience: .everybody)
        for variable in client.variables(over: environment) { environment[variable.name] = variable.value }
        SignalForwarding.install(state)
        defer { SignalForwarding.end(state) }
        let child = try ChildProcess(command, environment: environment, inherited: state)
        SignalForwarding.begin(to: child.pid)
        let limit = maxDuration?.length ?? .seconds(60)
        return await withTaskGroup(of: Int32?.self) { group in
            group.addTask { await child.exitCode() }
            group.addTask {
                try? await Task.sleep(for: limit)
                guard !Task.isCancelled else { return nil }
                kill(child.pid, SIGTERM)
                try? await Task.sleep(for: .seconds(5))
                if !Task.isCancelled { kill(child.pid, SIGKILL) }
                return nil
            }
            let start = ContinuousClock.now
            var code: Int32?
            for await ended in group where ended != nil {
                code = ended
                group.cancelAll()
            }
            return ContinuousClock.now - start < limit ? code : nil
        }
    }
}
