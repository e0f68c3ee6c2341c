import SessionModel

/// A setting of this session, and what it was in the session before.
struct SetupRow: Hashable, Sendable {
    let name: String
    /// Nil where only the session before asked for it.
    let value: String?
    let isDefault: Bool
    /// Nil where it is the same, or nothing is known of a session before.
    var earlier: String?

    /// In the order of the form; what is gone comes last.
    static func rows(of settings: [SetupSummary.Setting], earlier: [SetupSummary.Setting]?) -> [SetupRow] {
        let names = Set(settings.map(\.name))
        let rows = settings.map { setting in
            let other = earlier?.first { $0.name == setting.name }?.value ?? "not set"
            let isSame = earlier == nil || other == setting.value
            return SetupRow(
                name: plain(setting.name), value: setting.value, isDefault: setting.isDefault,
                earlier: isSame ? nil : other)
        }
        let gone = (earlier ?? []).filter { !names.contains($0.name) }
        return rows + gone.map { SetupRow(name: plain($0.name), value: nil, isDefault: false, earlier: $0.value) }
    }

    /// As somebody reads it who does not know the names of the protocol; reports keep those.
    private static func plain(_ name: String) -> String {
        switch name {
        case "server VAD": "speech detection"
        case "explicit VAD signal": "speech signals"
        default: name
        }
    }

    var words: String { "\(name): \(value ?? "not set")" }
}
