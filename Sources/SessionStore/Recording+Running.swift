internal import GRDB
public import LiveProtocol

extension Recording {
    /// What is being recorded at this moment, by one process, in the order in which it was handed to the recorder: from the first
    /// of `events` on that is in it. Nil while none of them is.
    ///
    /// - Parameter events: events of this recording, in their order. A frame may have been given up by the recorder.
    public func eventsBeingRecorded(from events: [WireEvent]) throws(DatabaseError) -> StoredEvents? {
        let place = try database.read("Cannot read the recording") { connection -> (recording: Int64, row: Int64)? in
            let running = try Row.fetchOne(
                connection, sql: "SELECT id, started_ns FROM recordings WHERE id IS \(Schema.runningRecording)")
            guard let running else { return nil }
            let recording: Int64 = try running.decode(atIndex: 0)
            let start: Int64 = try running.decode(atIndex: 1)
            for event in events {
                guard let row = try Self.row(of: event, startedAt: start, connection) else { continue }
                return (recording, row)
            }
            return nil
        }
        return place.map { StoredEvents(database, scope: .recording($0.recording), after: $0.row - 1) }
    }

    private static func row(of event: WireEvent, startedAt start: Int64, _ connection: Database) throws -> Int64? {
        let id = event.connection.columnValue
        if case .frame = event.kind {
            return try Int64.fetchOne(
                connection, sql: "SELECT min(id) FROM frames WHERE connection = ? AND seq = ?",
                arguments: [id, event.sequence])
        }
        return try Int64.fetchOne(
            connection, sql: "SELECT min(id) FROM events WHERE connection = ? AND seq = ? AND t_ns = ? AND kind = ?",
            arguments: [
                id, event.sequence, event.at.nanoseconds &- start, try EventJSON.encode(event.kind).kind,
            ])
    }
}
