import Diagnosis
import LiveProtocol
import SessionModel
import SessionStore

extension SessionAccount {
    /// - Parameters:
    ///   - findings: the worst first, each with what it explains.
    ///   - now: the instant as of which both are told.
    init(of state: SessionState, _ findings: [Finding], at now: Timestamp) {
        let rows = findings.flatMap { finding in
            [FindingRow(finding)] + finding.explains.map { FindingRow($0, explainedBy: finding.rule.rawValue) }
        }
        self.init(of: state, findings: rows, at: now)
    }
}

extension FindingRow {
    init(_ finding: Finding, explainedBy: String? = nil) {
        let proof = finding.evidence.first { $0.sequence != nil } ?? finding.evidence.first
        self.init(
            rule: finding.rule.rawValue, variant: finding.variant, severity: finding.severity.rawValue,
            confidence: finding.confidence, isPrediction: finding.isPrediction, from: finding.from, to: finding.to,
            times: finding.times, resolvedAt: finding.resolvedAt, connection: finding.connection,
            evidence: proof.map {
                Evidence(connection: $0.connection, sequence: $0.sequence, at: $0.at, note: $0.note)
            },
            title: finding.title, cause: finding.cause, fix: finding.fix, explainedBy: explainedBy)
    }
}
