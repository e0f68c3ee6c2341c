public import LiveProtocol
public import SessionModel

/// What a session had come to when one of its connections closed, as rows for whoever asks in SQL: its turns, and what
/// was wrong with it. A copy like the summary: livetop itself works both out anew.
public struct SessionAccount: Hashable, Sendable {
    public var session: SessionID
    /// The latest hundred at most; what was told of earlier ones stays.
    public var turns: [TurnRow]
    /// All that is known by now, in place of what was told before.
    public var findings: [FindingRow]
}

extension SessionAccount {
    /// - Parameters:
    ///   - state: of the session.
    ///   - now: the instant of the account; what is played then is heard.
    public init(of state: SessionState, findings: [FindingRow], at now: Timestamp) {
        session = state.id
        turns = state.turns.recent.map { TurnRow($0, isTimed: state.isTimed, isDated: state.isDated, at: now) }
        self.findings = findings
    }

    /// Memory that it occupies, roughly.
    var byteCount: Int { 100 + 150 * turns.count + 800 * findings.count }

    /// The same with nothing in it that was in a message: what a recording without payloads may keep.
    var withoutContent: SessionAccount {
        var account = self
        for index in turns.indices { account.turns[index].reason = nil }
        for index in findings.indices {
            account.findings[index].evidence?.note = nil
            (account.findings[index].title, account.findings[index].cause, account.findings[index].fix) = (
                nil, nil, nil
            )
        }
        return account
    }
}
