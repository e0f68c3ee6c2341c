import LiveProtocol

/// What is on screen, and what `Esc` leads back to: Sessions, then a session, then one of its views; what stands apart
/// on top of anything. The way back is never longer than that, however often the user changes screens.
struct ScreenStack: Hashable, Sendable {
    private(set) var screen = Screen.sessions
    /// The session that is open, also below what stands apart.
    private(set) var session: SessionID?
    /// What a screen that stands apart covers.
    private var covered = Screen.sessions

    /// Shows a screen; one of a session only when a session is given or open.
    mutating func show(_ screen: Screen, of session: SessionID? = nil) {
        guard screen.level != .apart else {
            if self.screen.level != .apart { covered = self.screen }
            return self.screen = screen
        }
        let session = screen.isOfSession ? session ?? self.session : nil
        guard session != nil || !screen.isOfSession else { return }
        self.session = session
        self.screen = screen
    }

    /// One step back; false at the root.
    mutating func goBack() -> Bool {
        switch screen.level {
        case .root: return false
        case .apart: screen = covered
        case .session:
            screen = .sessions
            session = nil
        case .view: screen = .session
        }
        return true
    }
}
