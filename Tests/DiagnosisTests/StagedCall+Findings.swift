import LiveProtocol
import SessionModel

@testable import Diagnosis

extension StagedCall {
    var live: [LiveEvent] {
        var decoder = LiveDecoder(connection: id)
        return wire.flatMap { decoder.decode($0) }
    }

    var state: SessionState { [self].sessions[0] }

    /// What is found at the last event, or later.
    func findings(after seconds: Double = 0, _ thresholds: Thresholds = Thresholds()) -> [Finding] {
        [self].findings(after: seconds, thresholds)
    }
}

extension [StagedCall] {
    /// The calls as sessions: joined by their handles, in the order of time.
    var sessions: [SessionState] { folding.fleet.sessions }

    /// As a proxy folds them, with the rules that look on the way.
    private var folding: Folding { folding(watches: [FindingLedgers(Diagnosis())]) }

    func folding(watches: [any SessionWatch]) -> Folding {
        var folding = Folding(Fleet(), watches: watches)
        let events = enumerated().flatMap { number, call in call.live.map { (number, $0) } }
        for (_, event) in events.sorted(by: { ($0.1.at, $0.0) < ($1.1.at, $1.0) }) { folding.apply(event) }
        return folding
    }

    /// What is found in the last of the sessions at the last event, or later.
    func findings(after seconds: Double = 0, _ thresholds: Thresholds = Thresholds()) -> [Finding] {
        look(after: seconds) { session, now, fleet, ledger in
            Diagnosis(thresholds: thresholds).findings(in: session, at: now, fleet: fleet, ledger: ledger)
        }
    }

    /// What every rule finds in it, none folded.
    func all(after seconds: Double) -> [Finding] {
        look(after: seconds) { session, now, fleet, ledger in
            Diagnosis().all(in: session, at: now, fleet: fleet, ledger: ledger)
        }
    }

    private func look(
        after seconds: Double, _ diagnose: (SessionState, Timestamp, FleetView, FindingLedger?) -> [Finding]
    ) -> [Finding] {
        let folding = folding
        guard let session = folding.fleet.sessions.last, let end = map(\.now).max() else { return [] }
        return diagnose(
            session, .seconds(seconds, after: end), FleetView(folding.fleet.sessions), folding.ledger(of: session.id))
    }
}
