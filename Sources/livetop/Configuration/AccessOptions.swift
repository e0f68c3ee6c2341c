import ArgumentParser
import Settings

/// Who besides this machine may use what listens here, for every command that listens.
struct AccessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Web origin that may use the proxy; may be repeated.", valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(
        help: ArgumentHelp("Name under which clients may reach the proxy; may be repeated.", valueName: "name"))
    var allowHost: [String] = []

    /// The values given, by setting; a setting that was not given is absent.
    var values: [SettingKey: [String]] {
        [.allowOrigin: allowOrigin, .allowHost: allowHost].filter { !$0.value.isEmpty }
    }
}
