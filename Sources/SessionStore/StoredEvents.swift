internal import GRDB
public import LiveProtocol

/// Recorded wire events in the order in which they happened, read in pages: memory stays constant however long the
/// session was.
///
/// `next()` returns nil at the present end and may be asked again: that is how a recording in progress is followed.
///
/// ```
/// lanes of connection 1   frames  1  3     6
///                         events     2  5
/// lanes of connection 2   frames        4     7      next: the lane whose first row came first
/// ```
public struct StoredEvents: Sendable {
    enum Scope: Sendable {
        case session(SessionID)
        case connection(ConnectionID)
        case recording(Int64)
        case everything
    }

    private let database: SessionDatabase
    private let scope: Scope
    private let interval: ClosedRange<Timestamp>?
    private var lanes: [EventLane] = []
    /// Rows up to here are read in this round. Lanes are read one after the other while the recorder goes on writing:
    /// with a common end, no lane runs ahead of another.
    private var end: Int64
    /// No row behind this one is read.
    private let limit: Int64

    init(
        _ database: SessionDatabase, scope: Scope, after row: Int64 = 0, upTo limit: Int64 = .max,
        in interval: ClosedRange<Timestamp>? = nil
    ) {
        self.database = database
        self.scope = scope
        self.interval = interval
        self.limit = limit
        end = row
        switch scope {
        case .session, .connection: break
        case .recording(let recording): lanes = Self.lanes(ofAll: recording, after: row)
        case .everything: lanes = Self.lanes(ofAll: nil, after: row)
        }
    }

    /// - Parameter recording: of all connections of that one; nil for all of them.
    private static func lanes(ofAll recording: Int64?, after row: Int64) -> [EventLane] {
        [EventLane.Table.frames, .events].map { EventLane($0, of: nil, in: recording, after: row) }
    }

    /// How far reading has come: reading from there on goes on with the next event.
    public struct Position: Hashable, Sendable {
        fileprivate var lanes: [Lane] = []

        fileprivate struct Lane: Hashable, Sendable {
            var table: EventLane.Table
            var connection: ConnectionID?
            var place: EventLane.Place
        }

        init() {}

        fileprivate init(lanes: [Lane]) { self.lanes = lanes }

        /// Behind a frame of one connection: other events that came before the next frame are still to come.
        init(behind sequence: Int64, of connection: ConnectionID) {
            lanes = [
                Lane(
                    table: .frames, connection: connection,
                    place: EventLane.Place(sequence: sequence, row: .max)),
                Lane(
                    table: .events, connection: connection,
                    place: EventLane.Place(sequence: sequence, row: .min)),
            ]
        }
    }

    public var position: Position {
        Position(lanes: lanes.map { Position.Lane(table: $0.table, connection: $0.connection, place: $0.place) })
    }

    init(_ database: SessionDatabase, scope: Scope, from position: Position) {
        self.init(database, scope: scope)
        lanes = position.lanes.map { EventLane($0.table, of: $0.connection, after: $0.place) }
    }

    /// The same events for somebody who wants no media.
    func briefly() -> StoredEvents {
        var events = self
        for index in events.lanes.indices { events.lanes[index].isBrief = true }
        return events
    }

    /// The next event; nil when there is none yet.
    public mutating func next() throws(DatabaseError) -> WireEvent? {
        repeat {
            if let event = try nextInRound() { return event }
        } while try beginRound()
        return nil
    }

    private mutating func nextInRound() throws(DatabaseError) -> WireEvent? {
        var first: (lane: Int, row: Int64)?
        for index in lanes.indices {
            guard let row = try lanes[index].firstRow(in: database, upTo: end, interval: interval) else { continue }
            if let known = first, known.row < row { continue }
            first = (index, row)
        }
        return first.flatMap { lanes[$0.lane].takeFirst() }
    }

    /// Looks how far the recording has come, and for connections that joined the session. False when nothing is new.
    private mutating func beginRound() throws(DatabaseError) -> Bool {
        let known = Set(lanes.compactMap(\.connection))
        let (last, joined) = try database.read("Cannot read the recording") { connection in
            (min(try Self.lastRow(connection), limit), try scope.connections(connection).filter { !known.contains($0) })
        }
        for connection in joined {
            lanes += [EventLane(.frames, of: connection, after: 0), EventLane(.events, of: connection, after: 0)]
        }
        for index in lanes.indices { lanes[index].beginRound() }
        defer { end = last }
        return last > end || !joined.isEmpty
    }

    /// The row that opened the oldest session with an open connection. What an earlier run left open ended with it.
    static func firstOpenRow(_ connection: Database) throws -> Int64? {
        try Int64.fetchOne(
            connection,
            sql: """
                SELECT min(id) FROM events WHERE connection IN (
                    SELECT id FROM connections WHERE session IN (
                        SELECT session FROM connections
                        WHERE closed_ns IS NULL AND recording IS \(Schema.runningRecording)))
                """)
    }

    static func lastRow(_ connection: Database) throws -> Int64 {
        let sql = "SELECT max(coalesce((SELECT max(id) FROM frames), 0), coalesce((SELECT max(id) FROM events), 0))"
        return try Int64.fetchOne(connection, sql: sql) ?? 0
    }

    /// The highest number that a row ever had, those that were removed included.
    static func lastGivenRow(_ connection: Database) throws -> Int64 {
        max(try lastRow(connection), try Int64.fetchOne(connection, sql: "SELECT last FROM row_marks") ?? 0)
    }

    /// Before rows are removed: the last of them may be among them, and its number is not given again.
    static func keepLastRow(_ connection: Database) throws {
        try connection.execute(
            sql: """
                INSERT INTO row_marks (id, last) VALUES (1, ?)
                ON CONFLICT (id) DO UPDATE SET last = max(last, excluded.last)
                """,
            arguments: [try lastRow(connection)])
    }
}

extension StoredEvents.Scope {
    fileprivate func connections(_ database: Database) throws -> [ConnectionID] {
        switch self {
        case .everything, .recording: []
        case .connection(let connection): [connection]
        case .session(let session):
            try Int64.fetchAll(
                database, sql: "SELECT id FROM connections WHERE session = ?",
                arguments: [session.firstConnection.columnValue]
            ).map(ConnectionID.init(columnValue:))
        }
    }
}
