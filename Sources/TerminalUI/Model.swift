public import LiveProtocol

/// The dashboard as a value: what is known, what is open, where the user is. `update` changes it, `view` draws it.
public struct Model: Sendable {
    /// The view that fills the screen.
    enum Screen: Hashable, Sendable {
        case sessions
        case session(SessionID)
    }

    enum Overlay: Hashable, Sendable {
        /// The keys of the screen below it, from line `top` on.
        case help(top: Int)
        case quitting
    }

    /// No character outside ASCII on screen.
    let isASCII: Bool
    /// This process carries the calls: quitting ends them, suspending stops them.
    let ownsCalls: Bool

    var size = Size(80, 24)
    /// The newest state, frozen or not.
    var live: DashboardSnapshot?
    /// The state on screen while frozen.
    var frozen: DashboardSnapshot?
    var screen = Screen.sessions
    var overlay: Overlay?
    var privacy = Privacy.off
    var sessions = SessionsList()
    var messages = MessageScroll()
    /// One line that answers the last key; gone with the next.
    var notice: String?

    public init(isASCII: Bool = false, ownsCalls: Bool = true) {
        self.isASCII = isASCII
        self.ownsCalls = ownsCalls
    }

    /// The session whose details the next snapshot should carry.
    public var openedSession: SessionID? {
        guard case .session(let id) = screen else { return nil }
        return id
    }

    /// What the screen shows.
    var shown: DashboardSnapshot? { frozen ?? live }

    /// What has the keyboard.
    var context: KeyMap.Context {
        switch (overlay, screen) {
        case (.help, _): .help
        case (.quitting, _): .quitting
        case (nil, .sessions): hasSessions ? .sessions : .empty
        case (nil, .session): .session
        }
    }

    /// The context whose keys the help overlay explains.
    var screenContext: KeyMap.Context { openedSession != nil ? .session : hasSessions ? .sessions : .empty }

    private var hasSessions: Bool { shown?.summaries.isEmpty == false }
}
