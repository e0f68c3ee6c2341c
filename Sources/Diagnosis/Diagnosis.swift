public import LiveProtocol
public import SessionModel

/// What is wrong with a session and what to do about it: rules that read a session's state and return findings.
///
/// A pure function of state and time, so that it says the same live and about a recording.
public struct Diagnosis: Hashable, Sendable {
    public var thresholds: Thresholds

    public init(thresholds: Thresholds = Thresholds()) { self.thresholds = thresholds }

    /// Worst first; what another finding explains is folded into that one.
    ///
    /// - Parameter fleet: where there is one: rules about several connections of one client need it.
    public func findings(in session: SessionState, at now: Timestamp, fleet: FleetView? = nil) -> [Finding] {
        Ranking.ranked(all(in: session, at: now, fleet: fleet))
    }

    /// Every rule's findings in the order of the rules, none folded.
    public func all(in session: SessionState, at now: Timestamp, fleet: FleetView? = nil) -> [Finding] {
        let context = RuleContext(session, at: now, thresholds: thresholds, fleet: fleet)
        let asked = Self.rules(for: session).filter { !thresholds.muted.contains($0.id) }
        return asked.flatMap { $0.findings(in: context) }
    }

    /// The findings, and how many are muted.
    public func result(in session: SessionState, at now: Timestamp, fleet: FleetView? = nil) -> DiagnosisResult {
        let context = RuleContext(session, at: now, thresholds: thresholds, fleet: fleet)
        let found = Self.rules(for: session).map { rule in
            (isMuted: thresholds.muted.contains(rule.id), findings: rule.findings(in: context))
        }
        return DiagnosisResult(
            findings: Ranking.ranked(found.filter { !$0.isMuted }.flatMap(\.findings)),
            mutedFindings: found.reduce(0) { $0 + ($1.isMuted ? $1.findings.count : 0) })
    }

    /// Without times only those that compare none.
    private static func rules(for session: SessionState) -> [Rule] {
        rules.filter { session.isTimed || $0.traits.contains(.needsNoTimes) }
    }

    public static func rule(_ id: RuleID) -> Rule? { rules.first { $0.id == id } }
}
