import Diagnosis
import LiveProtocol
import SessionModel

/// The sessions of a fleet and what is wrong with them.
///
/// Looking costs something, so a session is looked at soon after what may change the verdict (the end of a turn, an
/// interruption, a goAway, a close), else once a second while it is open, and never again once it is over.
struct DiagnosedFleet: Sendable {
    private(set) var fleet = Fleet.informed()
    private(set) var findings: [SessionID: [Finding]] = [:]
    private let diagnosis = Diagnosis(thresholds: RuleSettings.atStart.thresholds)
    /// The other connections of each client, as of the last round.
    private var others = FleetView([])
    /// Sessions in which something happened since they were looked at.
    private var touched: Set<SessionID> = []
    private var soonest = Timestamp(nanoseconds: .min)
    private var roundDue = Timestamp(nanoseconds: .min)

    /// However fast events come, they are waited for so long and then looked at together.
    private static let patience = Duration.milliseconds(250)
    private static let roundInterval = Duration.seconds(1)

    mutating func apply(_ event: LiveEvent) {
        fleet.apply(event)
        guard event.mayChangeVerdict, let session = fleet.session(of: event.connection) else { return }
        touched.insert(session)
    }

    mutating func takeJoins() -> [Fleet.Join] { fleet.takeJoins() }

    /// Looks at the sessions whose time has come; false where none had.
    ///
    /// - Parameter offset: what the clock of a connection is ahead of `now`.
    @discardableResult
    mutating func diagnose(at now: Timestamp, offset: (ConnectionID) -> Duration = { _ in .zero }) -> Bool {
        if now >= roundDue {
            roundDue = now + Self.roundInterval
            touched.formUnion(fleet.sessions.filter { $0.isOpen || findings[$0.id] == nil }.map(\.id))
            forget()
            others = FleetView(fleet.sessions)
        } else if now < soonest || touched.isEmpty {
            return false
        }
        soonest = now + Self.patience
        for id in touched {
            findings[id] = fleet[id].map {
                diagnosis.findings(in: $0, at: now + offset($0.newestConnection), fleet: others)
            }
        }
        touched = []
        return true
    }

    /// Drops the findings of sessions that the fleet has dropped or joined to another.
    private mutating func forget() {
        guard findings.count > fleet.sessions.count else { return }
        let known = Set(fleet.sessions.map(\.id))
        findings = findings.filter { known.contains($0.key) }
    }
}

extension LiveEvent {
    var mayChangeVerdict: Bool {
        switch kind {
        case .server(.turnComplete), .server(.interrupted), .server(.goAway), .server(.setupComplete): true
        case .wire(.closed), .wire(.refused), .closeFrame, .client(.setup): true
        default: false
        }
    }
}
