import Diagnosis
import LiveProtocol
import SessionModel
import SessionStore

/// What opening a recorded session brings to light: how it stands, and what is wrong with it.
struct SessionLook {
    var summary: SessionSummary
    var findings: [Finding]

    /// Opens the sessions and lets the rules look at them. One of which nothing is recorded is left out.
    static func looks(
        into sessions: [StoredSession], _ database: SessionDatabase, isRecording: Bool
    ) throws -> [SessionID: SessionLook] {
        guard !sessions.isEmpty else { return [:] }
        var progress = ProgressLine()
        let opened = try sessions.enumerated().compactMap { number, stored in
            progress.say("looking into session \(number + 1) of \(sessions.count)")
            return try Reopening(database: database).reopen(stored.summary.id).map { reopened in
                (stored.summary.id, OpenedSession(reopened, stored, isRecording: isRecording))
            }
        }
        let diagnosis = try Diagnosis(thresholds: RuleSettings.inForce().thresholds)
        let fleet = FleetView(opened.map(\.1.state))
        let looks = opened.map { id, session in
            let findings = diagnosis.findings(in: session.state, at: session.now, fleet: fleet)
            return (id, SessionLook(summary: session.summary, findings: findings))
        }
        return Dictionary(looks) { first, _ in first }
    }
}
