import Filters
import LiveProtocol
import Recordings
import SessionModel
import SessionStore

/// Recorded sessions with what is wrong with each: what `diagnose` and `check` look at.
struct DiagnosedSessions {
    /// In the order in which they were named.
    var entries: [DiagnosedSession]

    /// - Parameter names: ids, `@last`, `tag:NAME`; the newest session where there are none.
    init(_ names: [String], _ data: DataOptions) throws {
        let recordings = try data.recordings()
        let ids = try (names.isEmpty ? ["@last"] : names).map { try recordings.find($0) }
        var diagnoser = SessionDiagnoser(recordings)
        entries = try ids.map { try diagnoser.diagnose($0) }
    }
}

extension Recordings {
    /// The session that a person calls `name`, with a suggestion where there is none.
    func find(_ name: String) throws -> SessionID { try find(name) { Suggestion.nearest(to: $0, among: $1) } }
}
