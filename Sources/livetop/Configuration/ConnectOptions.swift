import ArgumentParser

/// The flag of every command that carries calls and may be a forward proxy, too.
struct ConnectOptions: ParsableArguments {
    @Flag(
        help: """
            Be a forward proxy, too (HTTPS_PROXY), for clients with a fixed host: Live hosts are opened and recorded, \
            others passed through untouched.
            """)
    var connect = false
}
