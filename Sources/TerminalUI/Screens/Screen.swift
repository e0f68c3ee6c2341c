import LiveProtocol

/// The views, numbered by the key that leads there.
enum Screen: Int, CaseIterable, Hashable, Sendable {
    case sessions = 1
    case session = 2
    case turns = 3
    case frames = 4
    case findings = 5
    case metrics = 6
    case setup = 7
    case log = 8

    /// As tabs and titles name it; in lower case it is the view's command.
    var title: String {
        switch self {
        case .sessions: "Sessions"
        case .session: "Session"
        case .turns: "Turns"
        case .frames: "Frames"
        case .findings: "Findings"
        case .metrics: "Metrics"
        case .setup: "Setup"
        case .log: "Log"
        }
    }

    /// Shows one session, which has to be chosen first.
    var isOfSession: Bool { self != .sessions && self != .log }

    /// The views of one session, in the order of their tabs.
    static let ofSession = allCases.filter(\.isOfSession)
}

/// What is on screen, and what `Esc` leads back to: Sessions, then a session, then one of its views; the log on top of
/// anything. The way back is never longer than that, however often the user changes views.
struct Place: Hashable, Sendable {
    private(set) var screen = Screen.sessions
    /// The session that is open, also below the log.
    private(set) var session: SessionID?
    /// What the log covers.
    private var covered = Screen.sessions

    /// Shows a view; one of a session only when a session is given or open.
    mutating func show(_ screen: Screen, of session: SessionID? = nil) {
        guard screen != .log else {
            if self.screen != .log { covered = self.screen }
            return self.screen = .log
        }
        let session = screen.isOfSession ? session ?? self.session : nil
        guard session != nil || !screen.isOfSession else { return }
        self.session = session
        self.screen = screen
    }

    /// One step back; false at the root.
    mutating func goBack() -> Bool {
        switch screen {
        case .sessions: return false
        case .log: screen = covered
        case .session:
            screen = .sessions
            session = nil
        case .turns, .frames, .findings, .metrics, .setup: screen = .session
        }
        return true
    }
}
