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
                name: setting.name, value: setting.value, isDefault: setting.isDefault, earlier: isSame ? nil : other)
        }
        let gone = (earlier ?? []).filter { !names.contains($0.name) }
        return rows + gone.map { SetupRow(name: $0.name, value: nil, isDefault: false, earlier: $0.value) }
    }

    var words: String { "\(name): \(value ?? "not set")" }
}
