internal import Foundation
internal import GRDB
internal import LiveProtocol

/// Rows of one table in order, a page at a time: those of one connection, or of all.
struct EventLane: Sendable {
    enum Table: String, Sendable {
        case frames, events
    }

    /// Nil for all connections.
    let connection: ConnectionID?
    /// The recording that all connections are of; nil for any.
    private let recording: Int64?
    let table: Table
    private var page: [(row: Int64, event: WireEvent)] = []
    private var position = 0
    /// The last row read.
    private var lastSequence: Int64
    private var lastRow: Int64
    /// The last row taken.
    private(set) var place: Place
    /// Media are of no interest: see `EventRow.event`.
    var isBrief = false
    /// Nothing more is to be read in this round.
    private var isDrained = true
    /// When the recording of `connection` began; nil until the first page, and for a lane of all connections.
    private var start: Int64?

    /// Pages end at whichever comes first: memory stays small for large payloads, and reads short, because a long one
    /// keeps the writer from checkpointing.
    private static let rowLimit = 256
    private static let byteLimit = 1 << 20

    /// A row of the lane, by what it is sorted by.
    struct Place: Hashable, Sendable {
        var sequence = Int64.min
        var row: Int64

        /// - Parameter isOfOne: in the order of one connection, not in that of all.
        func isBefore(_ next: Place, isOfOne: Bool) -> Bool {
            isOfOne ? (sequence, row) < (next.sequence, next.row) : row < next.row
        }
    }

    init(_ table: Table, of connection: ConnectionID?, in recording: Int64? = nil, after row: Int64) {
        self.init(table, of: connection, in: recording, after: Place(row: row))
    }

    init(_ table: Table, of connection: ConnectionID?, in recording: Int64? = nil, after place: Place) {
        self.table = table
        self.connection = connection
        self.recording = recording
        self.place = place
        (lastSequence, lastRow) = (place.sequence, place.row)
    }

    mutating func beginRound() {
        isDrained = false
    }

    /// The number of the first row that has not been taken, nil when the lane has no more up to `end`.
    mutating func firstRow(
        in database: SessionDatabase, upTo end: Int64, interval: ClosedRange<Timestamp>?
    ) throws(DatabaseError) -> Int64? {
        if position == page.count, !isDrained { try readPage(from: database, upTo: end, interval: interval) }
        return position < page.count ? page[position].row : nil
    }

    mutating func takeFirst() -> WireEvent? {
        guard position < page.count else { return nil }
        let (row, event) = page[position]
        position += 1
        place = Place(sequence: event.sequence, row: row)
        return event
    }

    private mutating func readPage(
        from database: SessionDatabase, upTo end: Int64, interval: ClosedRange<Timestamp>?
    ) throws(DatabaseError) {
        page.removeAll(keepingCapacity: true)
        position = 0
        let (known, isOfOne) = (start, connection != nil)
        let (rows, isLast, start) = try database.read("Cannot read the recording") { connection in
            var rows: [(Int64, WireEvent)] = []
            var byteCount = 0
            let start = try known ?? recordingStart(connection)
            let arguments = arguments(upTo: end, interval: interval, start: start)
            let statement = try connection.cachedStatement(sql: sql(in: interval))
            let cursor = try Row.fetchCursor(statement, arguments: arguments)
            var place = Place(sequence: lastSequence, row: lastRow)
            while let row = try cursor.next() {
                let event = try EventRow.event(row, of: table, isBrief: isBrief)
                let next = Place(sequence: event.sequence, row: try row.decode(atIndex: 0))
                // Pages that do not fit together can go on in circles.
                guard place.isBefore(next, isOfOne: isOfOne) else { throw EventRow.unreadable(row, table) }
                place = next
                byteCount.addClamped(event.payloadByteCount)
                rows.append((next.row, event))
                if rows.count == Self.rowLimit || byteCount >= Self.byteLimit { return (rows, false, start) }
            }
            return (rows, true, start)
        }
        self.start = start
        page = rows
        isDrained = isLast
        guard let last = rows.last else { return }
        (lastRow, lastSequence) = (last.0, last.1.sequence)
    }
}

// MARK: - Statements

extension EventLane {
    func sql(in interval: ClosedRange<Timestamp>?) -> String {
        // All rows of a connection are of one recording: looking it up for each of them doubles what a row costs.
        let (start, tables) =
            connection == nil
            ? (
                "a.started_ns",
                // In this order: begun with the connections of a recording, all of its rows would be sorted for each page.
                """
                \(table.rawValue) r CROSS JOIN connections c ON c.id = r.connection
                CROSS JOIN recordings a ON a.id = c.recording
                """
            ) : (":start", "\(table.rawValue) r")
        // One connection is read by its index: its sequence numbers rise with its rows.
        let all = recording == nil ? "r.id > :row" : "r.id > :row AND c.recording = :recording"
        let place = connection == nil ? all : "r.connection = :connection AND (r.seq, r.id) > (:seq, :row)"
        let time = interval == nil ? "" : "AND r.t_ns + \(start) BETWEEN :from AND :to"
        return """
            SELECT \(EventRow.columns(of: table, start: start)) FROM \(tables)
            WHERE \(place) AND r.id <= :end \(time)
            ORDER BY \(connection == nil ? "r.id" : "r.seq, r.id")
            """
    }

    /// Nil for a lane of all connections, and for a connection that is not recorded: it has no rows yet.
    private func recordingStart(_ database: Database) throws -> Int64? {
        guard let connection else { return nil }
        let sql = "SELECT a.started_ns FROM connections c JOIN recordings a ON a.id = c.recording WHERE c.id = ?"
        return try Int64.fetchOne(database, sql: sql, arguments: [connection.columnValue])
    }

    private func arguments(
        upTo end: Int64, interval: ClosedRange<Timestamp>?, start: Int64?
    ) -> StatementArguments {
        var arguments: StatementArguments = ["row": lastRow, "end": end]
        if let connection {
            arguments += ["connection": connection.columnValue, "seq": lastSequence, "start": start ?? 0]
        }
        if connection == nil, let recording { arguments += ["recording": recording] }
        if let interval {
            arguments += ["from": interval.lowerBound.nanoseconds, "to": interval.upperBound.nanoseconds]
        }
        return arguments
    }
}
