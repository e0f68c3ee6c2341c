import Corpus
import SessionModel
import Simulator

@testable import Diagnosis

extension StagedFailure {
    var label: String { "\(rule): \(name)" }
}

extension Finding {
    var label: String { variant.map { "\(rule)/\($0)" } ?? rule.rawValue }
}

extension Folded {
    /// What every rule finds in every session, before anything is folded under its cause.
    var all: [Finding] {
        let view = FleetView(fleet.sessions)
        return fleet.sessions.flatMap {
            Diagnosis().all(in: $0, at: lookedAt, fleet: view, ledger: folding.ledger(of: $0.id))
        }
    }

    /// What `livetop diagnose` says about the sessions, the worst of all first.
    var findings: [Finding] {
        let view = FleetView(fleet.sessions)
        return Ranking.ranked(
            fleet.sessions.flatMap {
                Diagnosis().findings(in: $0, at: lookedAt, fleet: view, ledger: folding.ledger(of: $0.id))
            })
    }
}
