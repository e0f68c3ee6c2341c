/// The screens, numbered by the key that leads there. A new one is a case here, with its type; all else about it is
/// in that type's file.
enum Screen: Int, CaseIterable, Hashable, Sendable {
    case sessions = 1
    case session = 2
    case turns = 3
    case frames = 4
    case findings = 5
    case metrics = 6
    case setup = 7
    case log = 8

    /// What it is.
    var type: any DashboardScreen.Type {
        switch self {
        case .sessions: SessionsScreen.self
        case .session: SessionScreen.self
        case .turns: TurnsScreen.self
        case .frames: FramesScreen.self
        case .findings: FindingsScreen.self
        case .metrics: MetricsScreen.self
        case .setup: SetupScreen.self
        case .log: LogScreen.self
        }
    }
}

extension Screen {
    /// As tabs and titles name it; in lower case it is the screen's command.
    var title: String { type.title }

    var level: ScreenLevel { type.level }

    /// Shows one session, which has to be chosen first.
    var isOfSession: Bool { level == .session || level == .view }
}

/// Where a screen stands: what `Esc` leads back to from it.
enum ScreenLevel: Hashable, Sendable {
    /// All sessions; there is no way back from it.
    case root
    /// One session as a whole.
    case session
    /// A view of one session.
    case view
    /// On top of anything.
    case apart
}
