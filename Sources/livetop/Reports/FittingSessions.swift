import Diagnosis
import Filters
import Foundation
import LiveProtocol
import SessionModel
import SessionStore

/// The recorded sessions that fit a filter: told by their lines in the list where that is enough, by opening them where
/// it is not. What the lines decide is never opened.
struct FittingSessions {
    let filter: Filter
    let folder: URL
    let database: SessionDatabase
    /// A process records into the folder at this moment.
    let isRecording: Bool
    let now: Timestamp

    /// Those of `sessions` that fit, in their order.
    func among(_ sessions: [StoredSession]) throws -> [StoredSession] {
        guard filter != .everything else { return sessions }
        let texts = try TextSearch(folder: folder).sessions(for: filter)
        let marked = try Self.marked(in: database)
        let subject = { (summary: SessionSummary, findings: [String]?) in
            FilteredSession(
                summary, at: now, texts: texts[summary.id] ?? [], isMarked: marked.contains(summary.id),
                findings: findings)
        }
        let verdicts = sessions.map { filter.verdict(on: subject($0.summary, nil)) }
        let open = zip(sessions, verdicts).filter { $0.1 == nil }.map(\.0)
        let looks = try SessionLook.looks(into: open, database, isRecording: isRecording)
        return zip(sessions, verdicts).filter { session, verdict in
            if let verdict { return verdict }
            guard let look = looks[session.summary.id] else { return false }
            var summary = session.summary
            summary.contents = look.summary.contents
            return filter.matches(subject(summary, look.findings.flatMap(\.names)))
        }.map(\.0)
    }

    /// The sessions that somebody has marked as a whole.
    static func marked(in database: SessionDatabase) throws -> Set<SessionID> {
        Set(try Marks(database).all().filter { $0.at == nil }.map(\.session))
    }
}
