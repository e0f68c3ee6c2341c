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
        var all: QuietRules?
        return found(in: session, at: now, fleet, ledger, &all).filter { !thresholds.muted.contains($0.rule) }
    }

    /// The findings, and how many are muted.
    public func result(
        in session: SessionState, at now: Timestamp, fleet: FleetView? = nil, ledger: FindingLedger? = nil
    ) -> DiagnosisResult {
        var all: QuietRules?
        return result(in: session, at: now, fleet: fleet, ledger: ledger, &all)
    }

    /// The same for whoever asks about the session again and again as it goes on.
    ///
    /// - Parameter quiet: what is known since the last time; nil asks all rules.
    public func result(
        in session: SessionState, at now: Timestamp, fleet: FleetView?, ledger: FindingLedger?,
        _ quiet: inout QuietRules?
    ) -> DiagnosisResult {
        let found = found(in: session, at: now, fleet, ledger, &quiet)
        let shown = found.filter { !thresholds.muted.contains($0.rule) }
        return DiagnosisResult(
            findings: Ranking.ranked(shown), mutedFindings: found.count - shown.count,
            leftOutFindings: ledger?.leftOutCount ?? 0)
    }

    private func found(
        in session: SessionState, at now: Timestamp, _ fleet: FleetView?, _ ledger: FindingLedger?,
        _ quiet: inout QuietRules?
    ) -> [Finding] {
        let context = RuleContext(session, at: now, thresholds: thresholds, fleet: fleet)
        let sightings = Self.rules.sightings(in: context, &quiet)
        return ledger?.findings(with: sightings, in: context) ?? sightings.map(\.finding)
    }

    /// Those that a ledger asks on the way.
    static let passingRules = rules.filter { !$0.standing.isWhole }

    public static func rule(_ id: RuleID) -> Rule? { rules.first { $0.id == id } }
}
