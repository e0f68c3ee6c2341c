public import Diagnosis
public import LiveProtocol
public import SessionStore

extension Recordings {
    /// What was found in sessions while they were recorded, the worst first: names and sentences for a list, without
    /// reading a frame; those of rules that are muted now are left out. `diagnose` finds it anew, with the rules and the
    /// knowledge of today.
    public func recordedFindings(of sessions: [SessionID]) throws(DatabaseError) -> [SessionID: [Finding]] {
        try index.findings(of: sessions).mapValues { rows in
            rows.compactMap(Finding.init).filter { !knowledge.thresholds.muted.contains($0.rule) }
        }
    }
}

extension Finding {
    /// Nil for a severity that this livetop does not know.
    init?(_ row: FindingRow) {
        guard let severity = Severity(rawValue: row.severity) else { return nil }
        self.init(
            rule: RuleID(rawValue: row.rule), variant: row.variant, severity: severity, confidence: row.confidence,
            isPrediction: row.isPrediction, from: row.from, to: row.to, connection: row.connection,
            evidence: row.evidence.map {
                [Evidence(connection: $0.connection, sequence: $0.sequence, at: $0.at, note: $0.note ?? "")]
            } ?? [],
            title: row.title ?? row.rule, cause: row.cause ?? "", fix: row.fix ?? "")
        times = row.times
        resolvedAt = row.resolvedAt
    }
}
