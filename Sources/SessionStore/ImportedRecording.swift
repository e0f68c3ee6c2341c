internal import Foundation
internal import GRDB
public import LiveProtocol

extension Recorder {
    /// Takes back everything that was recorded by this recorder, the sessions included that are then empty: an import
    /// that did not come to its end leaves nothing. A portion at a time, for somebody may record beside it.
    public func discard() throws(DatabaseError) { try Self.discard(recording, in: database) }

    private static func discard(_ recording: Int64, in database: SessionDatabase) throws(DatabaseError) {
        while try database.write(cannotDiscard, { try discardPortion(of: recording, $0) }) {}
        try database.write(cannotDiscard) { connection in
            try connection.execute(sql: "DELETE FROM recordings WHERE id = ?", arguments: [recording])
            try connection.execute(
                sql: "DELETE FROM sessions WHERE NOT EXISTS (SELECT * FROM connections WHERE session = sessions.id)")
        }
    }

    private static let cannotDiscard = "Cannot take back what was imported"

    /// All of an import is here: from now on nothing of it is taken back.
    ///
    /// - Parameter recorders: one for each recording of it.
    public static func keep(_ recorders: [Recorder]) throws(DatabaseError) {
        guard let database = recorders.first?.database else { return }
        try database.write("Cannot end the import") { connection in
            for recorder in recorders {
                try connection.execute(
                    sql: "UPDATE recordings SET is_pending = NULL WHERE id = ?", arguments: [recorder.recording])
            }
        }
    }

    /// Takes back the imports into `folder` that were cut off, where none is running: of a killed one nothing remains.
    static func discardAbandoned(in folder: URL, _ database: SessionDatabase, readOnly: Bool) throws(DatabaseError) {
        guard try !pending(in: database).isEmpty else { return }
        try ImportLock.alone(in: folder) { () throws(DatabaseError) in
            let writer = readOnly ? try SessionDatabase.openDirectly(in: folder, readOnly: false) : database
            for recording in try pending(in: writer) { try discard(recording, in: writer) }
        }
    }

    /// Asked by the connection that writes: of one that reads more than the file would stay behind.
    private static func pending(in database: SessionDatabase) throws(DatabaseError) -> [Int64] {
        try database.using("Cannot read the database") { connections in
            try connections.writeWithoutTransaction { connection in
                try Int64.fetchAll(connection, sql: "SELECT id FROM recordings WHERE is_pending")
            }
        }
    }

    /// True while something is left.
    private static func discardPortion(of recording: Int64, _ connection: Database) throws -> Bool {
        try StoredEvents.keepLastRow(connection)
        for table in ["texts", "frames", "events"] {
            try connection.execute(
                sql: """
                    DELETE FROM \(table) WHERE id IN (
                        SELECT x.id FROM connections c JOIN \(table) x ON x.connection = c.id
                        WHERE c.recording = ? LIMIT \(Retention.portion))
                    """,
                arguments: [recording])
            if connection.changesCount > 0 { return true }
        }
        return false
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

extension SessionIndex {
    /// The sessions that came out of the file with this digest, oldest first.
    public func sessions(importedFrom digest: String) throws(DatabaseError) -> [SessionID] {
        try database.read("Cannot read the database") { connection in
            try Int64.fetchAll(
                connection,
                sql: """
                    SELECT DISTINCT c.session FROM connections c JOIN events e ON e.connection = c.id AND e.seq = 0
                    WHERE e.kind = 'opened' AND json_valid(e.json) AND json_extract(e.json, '$.origin.digest') = ?
                    ORDER BY c.session
                    """,
                arguments: [digest])
        }.map { SessionID(ConnectionID(columnValue: $0)) }
    }
}

extension Recording {
    /// Everything that is recorded, of all sessions, from the beginning.
    public func allEvents() -> StoredEvents { StoredEvents(database, scope: .everything) }
}
