import ArgumentParser

/// Which programs to measure with, and where to work.
struct ToolOptions: ParsableArguments {
    @Option(help: "The livetop to measure (default: the one beside this program).")
    var livetop: String?

    @Option(help: "HAProxy, the yardstick.")
    var haproxy = "haproxy"

    @Option(help: "mitmproxy without a screen; left out when missing.")
    var mitmdump = "mitmdump"

    @Option(help: "A folder on a disk, for recordings and configuration; what is made there is removed.")
    var scratch = "/var/tmp"

    @Flag(help: "Run everything in a real-time scheduling class (needs root), on a machine that has other work.")
    var realtime = false

    @Flag(help: "Send sound as smooth as a voice in the place of noise at full scale.")
    var voice = false
}
