internal import Diagnosis
package import Filters
package import LiveProtocol
internal import SessionModel
package import SessionStore

extension Recordings {
    /// Those of `sessions` that fit a filter, in their order: told by their lines in the list where that is enough, by
    /// opening them where it is not. What the lines decide is never opened.
    package func fitting(
        _ filter: Filter, among sessions: [StoredSession], at now: Timestamp, _ sink: ProgressSink
    ) throws -> [StoredSession] {
        guard filter != .everything else { return sessions }
        let texts = try TextSearch(folder, sink).sessions(for: filter)
        let marked = try marked()
        let subject = { (summary: SessionSummary, findings: [String]?) in
            FilteredSession(
                summary, at: now, texts: texts[summary.id] ?? [], isMarked: marked.contains(summary.id),
                findings: findings)
        }
        var diagnoser = SessionDiagnoser(self)
        var opened = 0
        defer { sink.progress(WorkStep("looking into", opened, "sessions", share: 1)) }
        return try sessions.enumerated().filter { index, session in
            if let verdict = filter.verdict(on: subject(session.summary, nil)) { return verdict }
            opened += 1
            sink.progress(WorkStep("looking into", opened, "sessions", share: Double(index) / Double(sessions.count)))
            // Nothing is recorded of it: nothing can be found.
            guard let look = try openIfRecorded(session.summary.id) else { return false }
            var summary = session.summary
            summary.contents = look.summary.contents
            return filter.matches(subject(summary, try diagnoser.diagnose(look).findings.flatMap(\.names)))
        }.map(\.element)
    }

    /// The sessions that somebody has marked as a whole.
    func marked() throws -> Set<SessionID> { Set(try MarkTable(database).all().filter { $0.at == nil }.map(\.session)) }
}
