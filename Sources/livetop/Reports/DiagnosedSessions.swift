import Diagnosis
import Filters
import LiveProtocol
import SessionModel
import SessionStore

/// Recorded sessions with what is wrong with each: what `diagnose` and `check` look at.
struct DiagnosedSessions {
    struct Entry {
        var opened: OpenedSession
        var findings: [Finding]
    }

    /// In the order in which they were named.
    var entries: [Entry]

    /// - Parameter names: ids, `@last`, `tag:NAME`; the newest session where there are none.
    init(_ names: [String], _ data: DataOptions) throws {
        let database = try data.database()
        let index = SessionIndex(database)
        let ids = try (names.isEmpty ? ["@last"] : names).map { name in
            try index.find(name) { Suggestion.nearest(to: $0, among: $1) }
        }
        let isLocked = try FolderLock.isHeld(data.folder())
        let opened = try ids.map { id in
            guard let reopened = try Reopening(database: database).reopen(id) else {
                throw UserError(
                    .notFound, what: "nothing is recorded of session \(id)", why: "its frames were removed",
                    remedy: "livetop ls")
            }
            return OpenedSession(reopened, try index.session(id), isRecording: isLocked)
        }
        let diagnosis = try Diagnosis(thresholds: RuleSettings.inForce().thresholds)
        let fleet = FleetView(opened.map(\.state))
        entries = opened.map { session in
            Entry(opened: session, findings: diagnosis.findings(in: session.state, at: session.now, fleet: fleet))
        }
    }
}
