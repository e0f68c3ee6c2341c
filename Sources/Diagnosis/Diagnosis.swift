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
    /// - Parameters:
    ///   - fleet: where there is one: rules about several connections of one client need it.
    ///   - ledger: what was found on the way; nil judges by the state alone.
    public func findings(
        in session: SessionState, at now: Timestamp, fleet: FleetView? = nil, ledger: FindingLedger? = nil
    ) -> [Finding] {
        result(in: session, at: now, fleet: fleet, ledger: ledger).findings
    }

    /// Every rule's findings in the order of the rules, none folded.
    public func all(
        in session: SessionState, at now: Timestamp, fleet: FleetView? = nil, ledger: FindingLedger? = nil
    ) -> [Finding] {
        found(in: session, at: now, fleet, ledger).filter { !thresholds.muted.contains($0.rule) }
    }

    /// The findings, and how many are muted.
    public func result(
        in session: SessionState, at now: Timestamp, fleet: FleetView? = nil, ledger: FindingLedger? = nil
    ) -> DiagnosisResult {
        let found = found(in: session, at: now, fleet, ledger)
        let shown = found.filter { !thresholds.muted.contains($0.rule) }
        return DiagnosisResult(
            findings: Ranking.ranked(shown), mutedFindings: found.count - shown.count,
            leftOutFindings: ledger?.leftOutCount ?? 0)
    }

    private func found(
        in session: SessionState, at now: Timestamp, _ fleet: FleetView?, _ ledger: FindingLedger?
    ) -> [Finding] {
        let context = RuleContext(session, at: now, thresholds: thresholds, fleet: fleet)
        let rules = Self.rules(for: session)
        guard let ledger else { return rules.flatMap { $0.findings(in: context) } }
        return ledger.findings(with: rules.flatMap { $0.sightings(in: context) }, in: context)
    }

    /// Those that a ledger asks on the way.
    static let passingRules = rules.filter { !$0.standing.isWhole }

    /// Without times only those that compare none.
    private static func rules(for session: SessionState) -> [Rule] {
        rules.filter { session.isTimed || $0.traits.contains(.needsNoTimes) }
    }

    public static func rule(_ id: RuleID) -> Rule? { rules.first { $0.id == id } }
}
