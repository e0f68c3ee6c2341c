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
    var sessions: [SessionState] {
        var fleet = Fleet()
        let events = enumerated().flatMap { number, call in call.live.map { (number, $0) } }
        for (_, event) in events.sorted(by: { ($0.1.at, $0.0) < ($1.1.at, $1.0) }) { fleet.apply(event) }
        return fleet.sessions
    }

    /// What is found in the last of the sessions at the last event, or later.
    func findings(after seconds: Double = 0, _ thresholds: Thresholds = Thresholds()) -> [Finding] {
        look(after: seconds) { session, now, fleet in
            Diagnosis(thresholds: thresholds).findings(in: session, at: now, fleet: fleet)
        }
    }

    /// What every rule finds in it, none folded.
    func all(after seconds: Double) -> [Finding] {
        look(after: seconds) { session, now, fleet in Diagnosis().all(in: session, at: now, fleet: fleet) }
    }

    private func look(
        after seconds: Double, _ diagnose: (SessionState, Timestamp, FleetView) -> [Finding]
    ) -> [Finding] {
        let sessions = sessions
        guard let session = sessions.last, let end = map(\.now).max() else { return [] }
        return diagnose(session, .seconds(seconds, after: end), FleetView(sessions))
    }
}
