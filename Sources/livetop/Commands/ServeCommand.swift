import ArgumentParser
import Foundation
import LiveProtocol
import Reports
import Runtime
import Settings

/// `livetop serve`: the proxy without a screen.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the proxy without a screen, until SIGINT or SIGTERM.",
        discussion: """
            Examples:
              livetop serve
              livetop serve --port 0 --json
            """)

    @OptionGroup(title: "Proxy options") var options: ProxyOptions
    @OptionGroup(title: "Alarm options") var alarms: AlarmOptions
    @OptionGroup(title: "Fault options") var faults: FaultOptions

    @OptionGroup(title: "Forward proxy options") var forward: ConnectOptions

    @Flag(help: "Print one line of JSON when ready: port, base URL, paths, pid, metrics.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Write a line on the error stream for each call that begins, ends, or is found at fault: text or json.",
            valueName: "format"))
    var logFormat: CallLogFormat?

    func run() async throws {
        let interruptions = Interruptions()
        var configuration = try options.load()
        configuration.connects = forward.connect
        var settings = configuration.settings
        settings.faults = try faults.plan()
        let runtime = try await configuration.startProxy(settings, command: "serve")
        do { try StandardOutput.mention(words(for: runtime.place)) } catch {
            // Whoever waits for this line would wait for ever; no call has come yet.
            await runtime.shutdown()
            throw error
        }
        let signal = try await FindingAlarm.during(alarms.alarm, runtime) {
            try await CallLog.during(logFormat.map(CallLog.init), runtime) {
                let signal = await interruptions.first()
                await runtime.shutdown()
                return signal
            }
        }
        if let signal { throw ExitCode.signal(signal) }
    }

    private func words(for place: ListeningPlace) -> String {
        guard !json else { return place.json.text }
        let metrics = place.metricsURL.map { "\n  metrics for Prometheus at \($0)" } ?? ""
        let forward =
            place.connectBundlePath.map {
                "\n  HTTPS_PROXY=http://127.0.0.1:\(place.port) SSL_CERT_FILE='\($0)' leads a client with a fixed host here"
            } ?? ""
        let broken = faults.words.map { "\n  FAULTS ON: \($0)" } ?? ""
        return """
            livetop: listening on \(place.baseURL), recording to \(place.dataDirectory)\(metrics)\(forward)\(broken)
              eval "$(livetop env)" in another shell points SDKs at it; Ctrl-C stops
            """
    }
}

extension CallLogFormat: ExpressibleByArgument {}
