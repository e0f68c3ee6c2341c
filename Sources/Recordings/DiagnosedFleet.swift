public import Diagnosis
public import LiveProtocol
public import SessionModel
public import SessionStore

/// The sessions of a fleet and what is wrong with them, while their events come: what a proxy, a screen that follows a
/// recording and `tail` have in common.
///
/// Looking costs something, so a session is looked at soon after what may change the verdict (the end of a turn, an
/// interruption, a goAway, a close), else once a second while it is open, and never again once it is over. A session that
/// is over is looked at as of its last event, like a recorded one.
public struct DiagnosedFleet: Sendable {
    public private(set) var findings: [SessionID: [Finding]] = [:]
    /// What is to be said of the findings of a session that are not shown, where there are any.
    public private(set) var findingNotes: [SessionID: String] = [:]
    /// The instant of the last look: whoever shows the findings shows the sessions as of then.
    public private(set) var lookedAt: Timestamp?
    private var folding: Folding
    private let diagnosis: Diagnosis
    /// The connections of each client, those that were recorded before included.
    private var others: FleetView
    /// Of each session that goes on, the rules that had nothing to say about it last.
    private var quiet: [SessionID: QuietRules] = [:]
    /// Sessions in which something happened since they were looked at.
    private var touched: Set<SessionID> = []
    private var soonest = Timestamp(nanoseconds: .min)
    /// When all sessions were looked at last.
    private var roundAt: Timestamp?
    private var forgetDue = Timestamp(nanoseconds: .min)

    /// However fast events come, they are waited for so long and then looked at together.
    private static let patience = Duration.milliseconds(250)
    /// Between two looks at sessions in which nothing happened, for somebody who watches them.
    public static let roundInterval = Duration.seconds(1)

    /// - Parameters:
    ///   - folding: what is known before the first event.
    ///   - others: connections that are recorded and will not come among the events.
    public init(_ knowledge: Knowledge, _ folding: Folding? = nil, others: FleetView = FleetView()) {
        self.folding = folding ?? knowledge.folding()
        self.others = others
        diagnosis = knowledge.diagnosis
    }

    public var fleet: Fleet { folding.fleet }

    /// The latest instant among the events so far.
    public var reached: Timestamp? { folding.reached }

    /// Takes in the next event. For a reader that tells what happened, `note` sees each fact after it has been taken in.
    public mutating func apply(_ event: WireEvent, note: ((LiveEvent, Fleet) -> Void)? = nil) {
        for fact in folding.decode(event) {
            folding.apply(fact)
            touch(fact)
            note?(fact, folding.fleet)
        }
    }

    private mutating func touch(_ fact: LiveEvent) {
        guard fact.mayChangeVerdict, let session = fleet.session(of: fact.connection) else { return }
        touched.insert(session)
    }

    /// Keeps no decoder for a connection of which something was told behind its end.
    public mutating func forget(_ connection: ConnectionID) { folding.forget(connection) }

    public mutating func takeJoins() -> [Fleet.Join] { folding.takeJoins() }

    /// Takes in what was recorded before, where that was read later than the first event came.
    public mutating func know(_ recorded: FleetView) {
        others = recorded
        // What was silent alone may not be beside these.
        quiet = [:]
        for session in fleet.sessions { others.note(session) }
    }

    /// Looks at the sessions whose time has come; false where none had.
    ///
    /// - Parameters:
    ///   - now: the instant up to which all events are here.
    ///   - round: so often sessions are looked at in which nothing happened.
    ///   - isLast: nothing more comes: everything is looked at.
    ///   - offset: what the clock of a connection is ahead of `now`.
    @discardableResult
    public mutating func diagnose(
        at now: Timestamp, every round: Duration = roundInterval, isLast: Bool = false,
        offset: (ConnectionID) -> Duration = { _ in .zero }
    ) -> Bool {
        if roundAt.map({ now - $0 >= round }) ?? true || isLast {
            roundAt = now
            touched.formUnion(fleet.sessions.filter { $0.isOpen || findings[$0.id] == nil }.map(\.id))
            forgetOld(now)
        } else if now < soonest || touched.isEmpty {
            return false
        }
        soonest = now + Self.patience
        lookedAt = now
        // In order: each then finds its place among the connections of its client at their end.
        let sessions = touched.sorted().compactMap { fleet[$0] }
        for session in sessions { others.note(session) }
        for session in sessions {
            let instant = session.judged(at: now + offset(session.newestConnection))
            var quiet: QuietRules? = quiet[session.id] ?? QuietRules()
            let result = diagnosis.result(
                in: session, at: instant, fleet: others, ledger: folding.ledger(of: session.id), &quiet)
            self.quiet[session.id] = session.isOpen ? quiet : nil
            findings[session.id] = result.findings
            findingNotes[session.id] = result.note
        }
        for id in touched where fleet[id] == nil { (findings[id], findingNotes[id], quiet[id]) = (nil, nil, nil) }
        touched = []
        return true
    }

    /// What a session has come to by `now`, to be recorded; nil where nothing is known of it.
    public mutating func account(of id: SessionID, at now: Timestamp) -> SessionAccount? {
        guard let session = fleet[id] else { return nil }
        others.note(session)
        // Nobody else may look at all.
        if now >= forgetDue { forgetOld(now) }
        let instant = session.judged(at: now)
        let result = diagnosis.result(in: session, at: instant, fleet: others, ledger: folding.ledger(of: id))
        return SessionAccount(of: session, result.findings, at: instant)
    }

    /// Drops the findings of sessions that the fleet has dropped or joined to another, and connections that are too long
    /// over.
    private mutating func forgetOld(_ now: Timestamp) {
        forgetDue = now + Self.roundInterval
        others.forget(endedBefore: now - FleetView.reach - FleetView.reach)
        guard findings.count > fleet.sessions.count else { return }
        let known = Set(fleet.sessions.map(\.id))
        findings = findings.filter { known.contains($0.key) }
        findingNotes = findingNotes.filter { known.contains($0.key) }
        quiet = quiet.filter { known.contains($0.key) }
    }
}
