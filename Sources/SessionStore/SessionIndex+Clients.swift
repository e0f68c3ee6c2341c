internal import GRDB
public import LiveProtocol

extension SessionIndex {
    /// What the clients of each session called themselves: SDK and version, as far as a header said so. Sorted.
    public func clients() throws(DatabaseError) -> [SessionID: [String]] {
        try database.read("Cannot list the clients") { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT DISTINCT session, client FROM connections WHERE client IS NOT NULL AND client <> ''
                    ORDER BY session, client
                    """)
            var clients: [SessionID: [String]] = [:]
            for row in rows {
                let session = SessionID(ConnectionID(columnValue: try row.decode(forColumn: "session")))
                clients[session, default: []].append(try row.decode(forColumn: "client"))
            }
            return clients
        }
    }
}
