import Diagnosis
import Filters
import LiveProtocol
import Recordings
import SessionModel
import SessionStore

/// The recorded sessions that fit a filter: told by their lines in the list where that is enough, by opening them where
/// it is not. What the lines decide is never opened.
struct FittingSessions {
    let filter: Filter
    let recordings: Recordings
    let now: Timestamp

    /// Those of `sessions` that fit, in their order.
    func among(_ sessions: [StoredSession]) throws -> [StoredSession] {
        guard filter != .everything else { return sessions }
        let texts = try TextSearch(folder: recordings.folder).sessions(for: filter)
        let marked = try Self.marked(in: recordings)
        let subject = { (summary: SessionSummary, findings: [String]?) in
            FilteredSession(
                summary, at: now, texts: texts[summary.id] ?? [], isMarked: marked.contains(summary.id),
                findings: findings)
        }
        var diagnoser = SessionDiagnoser(recordings)
        var progress = ProgressLine()
        var opened = 0
        return try sessions.filter { session in
            if let verdict = filter.verdict(on: subject(session.summary, nil)) { return verdict }
            opened += 1
            progress.say("looking into session \(opened)")
            // Nothing is recorded of it: nothing can be found.
            guard let look = try recordings.openIfRecorded(session.summary.id) else { return false }
            var summary = session.summary
            summary.contents = look.summary.contents
            return filter.matches(subject(summary, try diagnoser.diagnose(look).findings.flatMap(\.names)))
        }
    }

    /// The sessions that somebody has marked as a whole.
    static func marked(in recordings: Recordings) throws -> Set<SessionID> {
        Set(try Marks(recordings.database).all().filter { $0.at == nil }.map(\.session))
    }
}
