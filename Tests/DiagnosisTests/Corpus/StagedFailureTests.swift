import Foundation
import LiveProtocol
import SessionModel
import Simulator
import Testing

@testable import Diagnosis

/// The harmless neighbour of every staged failure, folded as livetop would fold it live. Whether the failure is found
/// stands in the matrix.
struct StagedFailureTests {
    @Test(arguments: StagedFailure.all.map(\.label))
    func `a staged failure is not found in its neighbour`(label: String) throws {
        let failure = try #require(StagedFailure.all.first { $0.label == label })
        let rule = RuleID(rawValue: failure.rule)
        let silent = failure.silent(StagedVariation(0)).folded().all
        #expect(silent.filter { $0.rule == rule }.map(\.title) == [])
    }
}

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
        return fleet.sessions.flatMap { Diagnosis().all(in: $0, at: lookedAt, fleet: view) }
    }

    /// What `livetop diagnose` says about the sessions, the worst of all first.
    var findings: [Finding] {
        let view = FleetView(fleet.sessions)
        return Ranking.ranked(fleet.sessions.flatMap { Diagnosis().findings(in: $0, at: lookedAt, fleet: view) })
    }
}
