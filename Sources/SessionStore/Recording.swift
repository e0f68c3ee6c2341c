public import LiveProtocol

/// What was recorded, as the events that were appended: decoding and folding them again gives what was seen live.
public struct Recording: Sendable {
    let database: SessionDatabase

    public init(_ database: SessionDatabase) {
        self.database = database
    }

    /// All events of a session, or those of an interval of time; nothing for a session that does not exist.
    public func events(of session: SessionID, in interval: ClosedRange<Timestamp>? = nil) -> StoredEvents {
        StoredEvents(database, scope: .session(session), in: interval)
    }

    /// All events of one connection.
    public func events(ofConnection connection: ConnectionID) -> StoredEvents {
        StoredEvents(database, scope: .connection(connection))
    }

    /// The events of a session from a position on that an earlier reading of the same session had come to.
    public func events(of session: SessionID, from position: StoredEvents.Position) -> StoredEvents {
        StoredEvents(database, scope: .session(session), from: position)
    }

    /// What happened on one connection behind a frame.
    func events(ofConnection connection: ConnectionID, after sequence: Int64) -> StoredEvents {
        StoredEvents(database, scope: .connection(connection), from: .init(behind: sequence, of: connection))
    }

    /// Calls `body` with every event of a session that there is now, in order.
    public func forEachEvent(of session: SessionID, _ body: (WireEvent) throws -> Void) throws {
        var events = events(of: session)
        while let event = try events.next() { try body(event) }
    }

    /// Everything that is recorded, of all sessions, from the beginning of the oldest one that the newest run of the
    /// proxy has open; from now on when it has none.
    public func eventsOfOpenSessions() throws(DatabaseError) -> StoredEvents {
        let row = try database.read("Cannot read the recording") { connection in
            try StoredEvents.firstOpenRow(connection).map { $0 - 1 } ?? StoredEvents.lastRow(connection)
        }
        return StoredEvents(database, scope: .everything, after: row)
    }

    /// Everything that is recorded from now on, of all sessions.
    public func eventsFromNow() throws(DatabaseError) -> StoredEvents {
        let row = try database.read("Cannot read the recording") { connection in try StoredEvents.lastRow(connection) }
        return StoredEvents(database, scope: .everything, after: row)
    }
}
