internal import GRDB
public import LiveProtocol

extension SessionIndex {
    /// What the newest `limit` sessions are called, newest first. Reads two columns: quick in a large database too.
    public func names(limit: Int) throws(DatabaseError) -> [(session: SessionID, tag: String?)] {
        try database.read("Cannot list the sessions") { connection in
            try Row.fetchAll(
                connection, sql: "SELECT id, tag FROM sessions ORDER BY id DESC LIMIT ?", arguments: [limit]
            )
            .map { row in
                let id: Int64 = try row.decode(forColumn: "id")
                return (SessionID(ConnectionID(columnValue: id)), try row.decode(forColumn: "tag"))
            }
        }
    }
}
