public import Diagnosis
internal import Filters
public import LiveProtocol
internal import SessionStore

extension Recordings {
    /// The session that a person calls `name`, with a suggestion where there is none.
    public func find(_ name: String) throws -> SessionID { try find(name) { Suggestion.nearest(to: $0, among: $1) } }

    /// Sessions with what is wrong with each: what `diagnose` and `check` look at.
    ///
    /// - Parameter names: ids, `@last`, `tag:NAME`; the newest session where there are none.
    public func diagnose(named names: [String]) throws -> [DiagnosedSession] {
        let ids = try (names.isEmpty ? ["@last"] : names).map { try find($0) }
        var diagnoser = SessionDiagnoser(self)
        return try ids.map { try diagnoser.diagnose($0) }
    }
}
