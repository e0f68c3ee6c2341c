import ArgumentParser
import Display
import Runtime
import Settings

/// `livetop` without a subcommand: the proxy and its screen.
struct ProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Run the proxy and its screen; this is what livetop does without a subcommand.",
        discussion: """
            Examples:
              livetop
              livetop --port 0 --upstream http://localhost:8911
            """)

    @OptionGroup(title: "Proxy options") var options: ProxyOptions
    @OptionGroup(title: "Screen options") var screen: ScreenOptions
    @OptionGroup(title: "Alarm options") var alarms: AlarmOptions
    @OptionGroup(title: "Forward proxy options") var forward: ConnectOptions

    func run() async throws {
        let interruptions = Interruptions()
        var configuration = try options.load()
        configuration.connects = forward.connect
        let runtime = try await configuration.startProxy(configuration.settings, command: "livetop")
        try await FindingAlarm.during(alarms.alarm, runtime) {
            try await Watch(
                screen: screen.terminal(configuration), isPlain: !screen.hasScreen, interruptions: interruptions
            ).run(runtime)
        }
    }
}
