import ArgumentParser
import Settings
import Shipping

/// The flags that send what is recorded to a central store.
struct ShipOptions: ParsableArguments {
    @Option(
        name: .customLong("ship-to"),
        help: ArgumentHelp(
            "Send what is recorded to this ClickHouse: http://HOST:8123/DATABASE. (default: nowhere)",
            valueName: "url"))
    var store: String?

    @Option(
        name: .customLong("ship-payload"),
        help: ArgumentHelp(
            "How much of each frame is sent: none, no-audio or full. (default: no-audio)", valueName: "level"),
        completion: .list(ShipPayload.allCases.map(\.rawValue)))
    var payload: String?

    @Option(
        name: .customLong("ship-node"),
        help: ArgumentHelp(
            "What this data folder is called there. (default: the machine's name and chance)", valueName: "name"))
    var node: String?

    @Option(
        name: .customLong("ship-credentials"),
        help: ArgumentHelp("A file of mode 0600 with user:password for it.", valueName: "file"), completion: .file())
    var credentials: String?

    /// The values given, by setting.
    var values: [SettingKey: [String]] {
        let given: [SettingKey: [String]] = [
            .shipTo: [store].compactMap(\.self), .shipPayload: [payload].compactMap(\.self),
            .shipNode: [node].compactMap(\.self), .shipCredentials: [credentials].compactMap(\.self),
        ]
        return given.filter { !$0.value.isEmpty }
    }
}
