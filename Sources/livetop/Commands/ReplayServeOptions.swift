import ArgumentParser

/// The flags of `livetop replay --serve`.
struct ReplayServeOptions: ParsableArguments {
    @Flag(help: "Play the recorded server to clients that connect, instead of showing the session.")
    var serve = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Port to serve on, with and without TLS; the proxy's without this. 0: any.", valueName: "port")
    )
    var port: UInt16?

    @Flag(help: "End with 1 at the first message of the client that is not the recorded one, and say where it differs.")
    var strict = false

    @Flag(help: "End when every recorded connection has been played.")
    var once = false

    @OptionGroup var access: AccessOptions

    func check() throws {
        guard serve || port == nil && !strict && !once && access.values.isEmpty else {
            throw ValidationError(
                "there is nobody to serve",
                why: "--port, --strict, --once, --allow-origin and --allow-host go with --serve",
                remedy: "livetop replay --serve")
        }
    }
}
