import ArgumentParser

/// Where calls go, for every command that makes some.
struct UpstreamOptions: ParsableArguments {
    @Option(
        name: .customLong("upstream"),
        help: ArgumentHelp(
            "Where calls go instead of Google: http, https, ws or wss, with an optional path.", valueName: "url"))
    var url: String?

    @Option(
        name: .customLong("upstream-ca"),
        help: ArgumentHelp("PEM file to trust for the upstream, besides the system's roots.", valueName: "file"),
        completion: .file())
    var ca: String?

    @Flag(
        name: .customLong("insecure-upstream"),
        help: "Reach an http or ws upstream beyond this machine: keys and calls cross the network in clear.")
    var isInsecure = false
}
