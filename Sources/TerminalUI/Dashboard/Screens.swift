/// The screens of a dashboard, one value of each type.
struct Screens: Sendable {
    private var all = Dictionary(
        uniqueKeysWithValues: Screen.allCases.map { ($0, $0.type.init() as any DashboardScreen) })

    subscript(screen: Screen) -> any DashboardScreen {
        get { all[screen] ?? screen.type.init() }
        // In place: a list of thousands of frames is not copied for a key.
        _modify { yield &all[screen, default: screen.type.init()] }
    }

    /// The one of that type, for what several screens share.
    subscript<Kind: DashboardScreen>(type: Kind.Type) -> Kind {
        get { all.values.lazy.compactMap { $0 as? Kind }.first ?? Kind() }
        set {
            guard let screen = Screen.allCases.first(where: { $0.type == type }) else { return }
            all[screen] = newValue
        }
    }
}
