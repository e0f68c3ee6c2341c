import LiveProtocol

/// Calls that were cut off and may go on in another connection without a handle.
///
/// A tag alone says too little: a program may serve one caller after the other under it. So a call must have been cut
/// by the service, the network or after a `goAway`, and not ended by its client; the next connection must come within
/// half a minute from the same client for the same model; and it must be the only call of that kind.
struct CutCalls: Hashable, Sendable {
    private struct Cut: Hashable, Sendable {
        var session: SessionID
        var caller: Caller
        var at: Timestamp
    }

    private struct Caller: Hashable, Sendable {
        var tag: String
        var client: String?
        var model: String?
    }

    private var cuts = Ring<Cut>(capacity: 64)
    /// Cut calls that another connection has gone on with.
    private var taken: Set<SessionID> = []

    static let patience = Duration.seconds(30)

    mutating func note(_ session: SessionState, closed connection: ConnectionID, at instant: Timestamp) {
        guard !session.isOpen, let caller = Self.caller(session, model: session.setup?.setup.model),
            let clock = session.connections.last(where: { $0.id == connection }), clock.setupCompleteAt != nil
        else { return }
        let isCut = clock.goAway != nil || clock.closure?.by == .server || clock.closure?.by == .transport
        guard isCut else { return }
        taken.remove(session.id)
        if let dropped = cuts.append(Cut(session: session.id, caller: caller, at: instant)) {
            taken.remove(dropped.session)
        }
    }

    /// The call that `session`, which has just begun, goes on with.
    mutating func take(for session: SessionState, model: String?, at now: Timestamp) -> SessionID? {
        guard let caller = Self.caller(session, model: model?.shortened) else { return nil }
        let fitting = cuts.filter { cut in
            cut.caller == caller && now >= cut.at && now - cut.at <= Self.patience && !taken.contains(cut.session)
        }
        guard let only = fitting.first?.session, fitting.allSatisfy({ $0.session == only }) else { return nil }
        taken.insert(only)
        return only
    }

    private static func caller(_ session: SessionState, model: String?) -> Caller? {
        guard let tag = session.tag else { return nil }
        return Caller(tag: tag, client: session.connections.last?.opening?.header("user-agent"), model: model)
    }
}
