internal import Diagnosis
package import Filters
package import LiveProtocol
package import Reports
internal import SessionModel
internal import SessionStore

extension Recordings {
    /// All sessions or those with `tag` that fit `filter`; of these the newest `limit`.
    ///
    /// - Parameters:
    ///   - findings: opens each of them and lets the rules look at it; otherwise the text tells what was found while it was
    ///     recorded.
    ///   - nodes: where each comes from, for those of a central store.
    package func list(
        tag: String? = nil, limit: Int = .max, filter: Filter? = nil, findings: Bool = false,
        nodes: [SessionID: String]? = nil, _ sink: ProgressSink = ProgressSink()
    ) throws -> SessionList {
        let sessions = try sessions(tag: tag, limit: filter == nil ? limit : .max)
        let now = clock()
        let fitting = try fitting(filter ?? .everything, among: sessions, at: now, sink)
        var diagnoser = SessionDiagnoser(self)
        let chosen = fitting.prefix(limit)
        let recorded = try findings ? [:] : recordedFindings(of: chosen.map(\.summary.id))
        let rows = try chosen.reversed().map { session in
            let opened = findings ? try openIfRecorded(session.summary.id) : nil
            return SessionList.Row(
                session.summary, origin: session.origin, node: nodes?[session.summary.id],
                result: try opened.map { try diagnoser.diagnose($0).result }, recorded: recorded[session.summary.id])
        }
        return SessionList(rows, at: now, hasFindings: findings, leavesOut: tag != nil || filter != nil)
    }
}
