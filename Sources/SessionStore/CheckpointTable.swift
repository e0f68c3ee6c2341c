internal import Foundation
internal import GRDB
public import LiveProtocol

/// What folding sessions that are over has led to, as bytes, each under a key that says from what and by what it was made.
/// Whoever finds another key than his own has nothing to go by, and folds.
public struct CheckpointTable: Sendable {
    private let database: SessionDatabase

    static let schema = """
        CREATE TABLE checkpoints (
            session INTEGER PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
            key BLOB NOT NULL,
            state BLOB NOT NULL
        ) STRICT;
        """

    /// More than any of ours takes.
    static let byteLimit = 16 << 20

    public init(_ database: SessionDatabase) { self.database = database }

    /// The checkpoint of a session; nil where there is none under that key.
    public func state(of session: SessionID, key: [UInt8]) throws(DatabaseError) -> [UInt8]? {
        try database.read("Cannot read the checkpoint") { connection in
            try Data.fetchOne(
                connection,
                sql: "SELECT state FROM checkpoints WHERE session = ? AND key = ? AND length(state) <= ?",
                arguments: [session.firstConnection.columnValue, Data(key), Self.byteLimit]
            ).map { [UInt8]($0) }
        }
    }

    /// Keeps a checkpoint in the place of an older one. One that is too large is not kept.
    public func keep(_ state: [UInt8], of session: SessionID, key: [UInt8]) throws(DatabaseError) {
        guard state.count <= Self.byteLimit else { return }
        try database.write("Cannot keep the checkpoint") { connection in
            try connection.execute(
                sql: "INSERT OR REPLACE INTO checkpoints (session, key, state) VALUES (?, ?, ?)",
                arguments: [session.firstConnection.columnValue, Data(key), Data(state)])
        }
    }

    /// Whoever looks next folds.
    public func removeAll() throws(DatabaseError) {
        try database.write("Cannot remove the checkpoints") { try $0.execute(sql: "DELETE FROM checkpoints") }
    }

    /// Sessions of the present run that are over and long, the newest first.
    ///
    /// - Parameter frames: how many a long one has.
    public func longSessions(
        from frames: Int64
    ) throws(DatabaseError) -> [(session: SessionID, connections: Int)] {
        try database.read("Cannot list long sessions") { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT s.id, count(*) FROM sessions s JOIN connections c ON c.session = s.id
                    WHERE s.frames >= ? AND s.id IN (
                        SELECT session FROM connections WHERE recording IS \(Schema.runningRecording))
                    GROUP BY s.id HAVING sum(\(Retention.isRunning)) = 0 ORDER BY s.id DESC
                    """,
                arguments: [frames])
            return try rows.map { row in
                (SessionID(ConnectionID(columnValue: try row.decode(atIndex: 0))), try row.decode(atIndex: 1))
            }
        }
    }
}
