internal import Diagnosis
public import LiveProtocol
public import SessionModel
public import SessionStore

/// A recording that another process may still be writing, read as far as it goes and again later: folded and diagnosed
/// event by event. What `top` shows and what `tail` tells.
///
/// While it catches up, the present is the instant it has reached: of what lies behind that it knows nothing, least of
/// all that nothing happened.
public struct Following: Sendable {
    public private(set) var diagnosed: DiagnosedFleet
    /// Everything that was recorded up to the last look has been read.
    public private(set) var isCaughtUp = false
    private var events: StoredEvents

    init(_ events: StoredEvents, _ diagnosed: DiagnosedFleet) { (self.events, self.diagnosed) = (events, diagnosed) }

    /// The next event, folded; nil when there is none yet. For a reader that tells what happened, `note` sees each fact
    /// after it has been taken in.
    public mutating func next(note: ((LiveEvent, Fleet) -> Void)? = nil) throws(DatabaseError) -> WireEvent? {
        let event = try events.next()
        isCaughtUp = event == nil
        if let event { diagnosed.apply(event, note: note) }
        return event
    }

    /// The share of the recorded time that has been read, 0 to 1; nil where all of it has.
    ///
    /// - Parameter present: up to which there is something to read.
    public func share(of present: Timestamp) -> Double? {
        guard !isCaughtUp, let reached = diagnosed.reached, present > reached,
            let began = diagnosed.fleet.sessions.map(\.openedAt).min(), began < present
        else { return nil }
        return max((reached - began) / (present - began), 0)
    }

    /// Lets the rules look, at the present where all has been read and else at the instant reached; false where no
    /// session's time has come.
    ///
    /// - Parameters:
    ///   - present: nil where nobody records any more: then the last event is the end.
    ///   - isLast: nothing more comes.
    @discardableResult
    public mutating func look(at present: Timestamp?, isLast: Bool = false) -> Bool {
        guard let reached = diagnosed.reached else { return false }
        let now = isCaughtUp ? max(present ?? reached, reached) : reached
        return diagnosed.diagnose(at: now, isLast: isLast)
    }
}

extension Recordings {
    /// Follows one session from its beginning.
    public func follow(_ session: SessionID) throws -> Following {
        Following(
            Recording(database).events(of: session),
            DiagnosedFleet(knowledge, knowledge.folding(of: session), others: try others(than: session)))
    }

    /// Follows everything, from the beginning of the sessions that are open now.
    public func followOpen() throws -> Following {
        var diagnoser = SessionDiagnoser(self)
        return Following(
            try Recording(database).eventsOfOpenSessions(),
            DiagnosedFleet(knowledge, others: try diagnoser.recent(before: clock())))
    }
}
