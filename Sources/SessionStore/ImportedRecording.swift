internal import GRDB
public import LiveProtocol

extension Recorder {
    /// Takes back everything that was recorded by this recorder, the sessions included that are then empty: an import
    /// that did not come to its end leaves nothing.
    public func discard() throws(DatabaseError) {
        let recording = recording
        try database.write("Cannot take back what was imported") { connection in
            try connection.execute(sql: "DELETE FROM recordings WHERE id = ?", arguments: [recording])
            try connection.execute(
                sql: "DELETE FROM sessions WHERE NOT EXISTS (SELECT * FROM connections WHERE session = sessions.id)")
        }
    }
}

extension SessionIndex {
    /// The session that the connection belongs to here; nil when the database does not know it.
    public func session(ofConnection id: ConnectionID) throws(DatabaseError) -> SessionID? {
        try database.read("Cannot read the database") { connection in
            try Int64.fetchOne(
                connection, sql: "SELECT session FROM connections WHERE id = ?", arguments: [id.columnValue])
        }.map { SessionID(ConnectionID(columnValue: $0)) }
    }
}

extension Recording {
    /// Everything that is recorded, of all sessions, from the beginning.
    public func allEvents() -> StoredEvents { StoredEvents(database, scope: .everything) }
}
