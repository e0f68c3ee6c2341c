public import LiveProtocol
public import SessionModel

/// What the session before the open one asked for: the first thing to look at when something worked yesterday.
public enum EarlierSetup: Hashable, Sendable {
    /// There is no session before.
    case none
    /// The latest one before with the same tag, else the latest one before.
    case found(SessionID, tag: String?, SetupSummary)
    /// Its setup did not cross, or was not recorded.
    case unknown(SessionID, tag: String?)
    case unread(reason: String)

    var settings: [SetupSummary.Setting]? { if case .found(_, _, let setup) = self { setup.settings } else { nil } }
}

/// The question for the setup before, asked once for each session that is opened.
struct EarlierSetupQuestion: Hashable, Sendable {
    private var session: SessionID?
    private(set) var answer: EarlierSetup?

    mutating func ask(before session: SessionID) -> [Effect] {
        guard session != self.session else { return [] }
        self = EarlierSetupQuestion(session: session, answer: nil)
        return [.readEarlierSetup(before: session)]
    }

    mutating func take(_ answer: EarlierSetup, of session: SessionID) {
        if session == self.session { self.answer = answer }
    }
}
