import ArgumentParser
import SessionStore
import Settings

/// The flags of every command that starts or looks for a proxy. What is not given here comes from the environment,
/// a configuration file or a default: see `Configuration`.
struct ProxyOptions: ParsableArguments {
    @Option(name: [.customShort("p"), .long], help: "Port to listen on; 0 lets the system choose. (default: 8910)")
    var port: String?

    @Option(help: ArgumentHelp("Address to listen on instead of loopback; may be repeated.", valueName: "address"))
    var listen: [String] = []

    @OptionGroup var upstream: UpstreamOptions

    @Option(
        help: ArgumentHelp(
            "Calls that go elsewhere: tag:NAME=URL or /PATH=URL, and perhaps 'via PROXY login FILE'; may be repeated.",
            valueName: "rule"))
    var upstreamFor: [String] = []

    @Flag(help: "Take permessage-deflate out of what clients offer, so that nothing is compressed.")
    var noDeflate = false

    @Option(help: ArgumentHelp("Vertex AI region, such as us-central1 or global.", valueName: "location"))
    var vertexLocation: String?

    @OptionGroup var access: AccessOptions

    @Option(
        help: ArgumentHelp(
            "What is recorded of each call: full, no-audio or meta. (default: full)", valueName: "level"),
        completion: .list(CaptureLevel.allCases.map(\.rawValue)))
    var capture: String?

    @OptionGroup var data: DataOptions

    @Option(
        help: ArgumentHelp("Remove sessions that ended longer ago, such as 14d. (default: never)", valueName: "age"))
    var keepFor: String?

    @Option(
        help: ArgumentHelp(
            "Remove the oldest sessions when there is more, such as 5G. (default: never)", valueName: "size"))
    var keepSize: String?

    @Option(
        help: ArgumentHelp(
            "Serve metrics for Prometheus there, such as 127.0.0.1:9464; port 0 lets the system choose. (default: nowhere)",
            valueName: "address:port"))
    var metricsListen: String?

    @Option(
        help: ArgumentHelp(
            "Send traces, logs and metrics to an OpenTelemetry collector there, such as http://localhost:4318. (default: nowhere)",
            valueName: "url"))
    var otlp: String?
    @OptionGroup var ship: ShipOptions

    @Flag(help: "Let the system write a core file when livetop crashes; it can hold keys and speech.")
    var coreDumps = false

    /// The values given, by setting; a setting that was not given is absent.
    var values: [SettingKey: [String]] {
        let given: [SettingKey: [String]] = [
            .port: [port].compactMap(\.self),
            .listen: listen,
            .upstream: [upstream.url].compactMap(\.self),
            .upstreamFor: upstreamFor,
            .noDeflate: noDeflate ? ["true"] : [],
            .upstreamCA: [upstream.ca].compactMap(\.self),
            .vertexLocation: [vertexLocation].compactMap(\.self),
            .insecureUpstream: upstream.isInsecure ? ["true"] : [],
            .capture: [capture].compactMap(\.self),
            .dataDirectory: [data.dataDirectory].compactMap(\.self),
            .keepFor: [keepFor].compactMap(\.self),
            .keepSize: [keepSize].compactMap(\.self),
            .coreDumps: coreDumps ? ["true"] : [],
            .metricsListen: [metricsListen].compactMap(\.self),
            .otlp: [otlp].compactMap(\.self),
        ]
        return given.filter { !$0.value.isEmpty }.merging(access.values) { $1 }.merging(ship.values) { $1 }
    }
}
