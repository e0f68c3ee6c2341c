import ArgumentParser
import Corpus
import Display
import Foundation
import LiveProtocol
import Proxy
import Recordings
import Reports
import Runtime
import Settings
import Simulator
import TerminalUI
import Wording

/// `livetop demo`: the simulated service, synthetic callers with staged trouble, and the screen over both.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show livetop with synthetic calls: no key, no network.",
        discussion: """
            The service and its callers are simulated and run faster than real ones; the relay, the recorder and the \
            screen are the real ones. Recordings go to a folder of their own. For a minute, or until a key is pressed, \
            lines below the screen say what is to be seen; --tour walks through the views.

            Examples:
              livetop demo
              livetop demo --tour
            """)

    @Flag(help: "Play every call once, print a summary and end; this is what happens without a terminal.")
    var once = false

    @Flag(help: "Walk through the views, with a few words about each: Space goes on, Esc ends it.")
    var tour = false

    @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
    var duration: Double?

    @OptionGroup(title: "Screen options") var screen: ScreenOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
        guard !tour || !once else {
            throw ValidationError(
                "there is no tour without a screen", why: "--once prints a summary", remedy: "livetop demo --tour")
        }
        guard (duration ?? 1) > 0 else {
            throw ValidationError(
                "the demo cannot end before it begins", why: "--duration takes seconds above 0",
                remedy: "livetop demo --duration 60")
        }
    }

    func run() async throws {
        let interruptions = Interruptions()
        var service = MockConfiguration(behaviour: .demo)
        service.scripts = DemoCaller.scripts
        let isWatched = !once && screen.hasScreen
        if isWatched { service.behaviour.goAwayLead = DemoCaller.watchedGoAwayLead }
        let mock = try MockServer(service)
        let mockPort = try await mock.start()
        let configuration = try data.configuration()
        let runtime = try await configuration.startProxy(
            settings(configuration.settings, upstreamPort: mockPort), command: "demo")
        if isWatched {
            try await playOnScreen(through: runtime, interruptions, configuration)
        } else {
            try await playOnce(through: runtime, interruptions)
        }
        await mock.shutdown()
    }

    /// Callers come and go until somebody quits.
    private func playOnScreen(
        through runtime: ProxyRuntime, _ interruptions: Interruptions, _ configuration: Configuration
    ) async throws {
        let callers = Task { await DemoCast.run(against: Self.url(of: runtime), repeats: true) }
        var terminal = screen.terminal(configuration)
        // The tour presses keys, and knows those of the manual only.
        if tour { terminal.keyMap = .standard }
        try await Watch(
            screen: terminal, interruptions: interruptions, guide: tour ? DemoTour.guide : DemoStory.guide
        ).run(runtime, for: duration.map(Duration.seconds))
        callers.cancel()
        await callers.value
    }

    private func playOnce(through runtime: ProxyRuntime, _ interruptions: Interruptions) async throws {
        try StandardOutput.say(
            "livetop demo: synthetic calls through \(runtime.place.baseURL), about half a minute; no key, no network")
        await withTaskGroup { group in
            group.addTask { await DemoCast.run(against: Self.url(of: runtime), repeats: false) }
            group.addTask { [interruptions] in _ = await interruptions.first() }
            if let duration {
                // Ends early only when the calls ended first, and then nothing is lost.
                group.addTask { try? await Task.sleep(for: .seconds(duration)) }
            }
            await group.next()
            group.cancelAll()
        }
        await runtime.shutdown()
        let list = try runtime.openRecording().list(findings: true)
        try StandardOutput.say(list.text(within: StandardOutput.columns))
        try StandardOutput.say(
            "\nlivetop show @last --data-dir \(ShellWord.quoted(runtime.place.dataDirectory))   shows one of them")
    }

    /// A folder beside the real recordings, so that synthetic calls never mix with them.
    private func settings(_ usual: ProxySettings, upstreamPort: Int) -> ProxySettings {
        var settings = usual
        if data.dataDirectory == nil { settings.dataDirectory += "/demo" }
        settings.port = 0
        settings.upstream = Upstream(isTLS: false, host: "127.0.0.1", port: upstreamPort)
        (settings.upstreamCA, settings.upstreamChoices) = (nil, [])
        settings.vertexLocation = nil
        // Nobody wants staged calls among the traces of real ones.
        settings.otlp = nil
        return settings
    }

    private static func url(of runtime: ProxyRuntime) -> String { "ws://127.0.0.1:\(runtime.place.port)" }
}
