internal import GRDB
public import LiveProtocol

extension Bundle {
    /// Takes over what belongs to sessions and is no event: their marks, and which session they were sent again from.
    ///
    /// - Parameter database: holds `sessions` already, and is open for writing.
    public static func copyNotes(
        of sessions: [SessionID], from bundle: SessionDatabase, to database: SessionDatabase
    ) throws(DatabaseError) {
        let (from, to) = (MarkTable(bundle), MarkTable(database))
        let (origins, target) = (SessionOrigins(bundle), SessionOrigins(database))
        for mark in try from.all() where sessions.contains(mark.session) { try to.set(mark) }
        for session in sessions {
            if let origin = try origins.origin(of: session) { try target.note(origin, of: session) }
        }
    }
}
