public import Filters
internal import GRDB
public import LiveProtocol
public import SessionModel

/// Any part of a session's frames, at the cost of that part: what the Frames screen shows, and what is in a frame.
///
/// ```
/// outline   one look-up in an index per connection
/// block     256 numbers of one connection, by the same index
/// page      blocks from one on, until there is enough to show
/// ```
public struct RecordedFrames: Sendable {
    let database: SessionDatabase

    public init(_ database: SessionDatabase) { self.database = database }

    /// How many frames the session has by now, and on which connections.
    public func outline(of session: SessionID) throws(DatabaseError) -> FrameOutline {
        try database.read(Self.what) { connection in try Self.outline(connection, session).outline }
    }

    /// The answer to a question for frames; nil when `isWanted` says, between two blocks, that nobody waits any more.
    public func page(_ request: FrameRequest, isWanted: () -> Bool = { true }) throws(DatabaseError) -> FramePage? {
        let (outline, openedAt, start) = try database.read(Self.what) { connection in
            let (outline, openedAt) = try Self.outline(connection, request.session)
            return (outline, openedAt, try Self.start(request.start, outline, connection))
        }
        var page = FramePage(request: request, outline: outline, firstBlock: start, blocks: [])
        var frameCount = 0
        var index = start
        while page.blocks.count < FrameRequest.blockLimit, frameCount < FrameRequest.wantedFrames,
            let block = outline.block(index)
        {
            guard isWanted() else { return nil }
            let entries = try entries(of: block, request.filter, openedAt: openedAt)
            page.firstBlock = min(page.firstBlock, index)
            page.blocks.insert(entries, at: request.isBackward ? 0 : page.blocks.count)
            frameCount += entries.count
            index += request.isBackward ? -1 : 1
        }
        return page
    }

    /// What is in the frames of a span; frames that were not captured are left out.
    public func content(of span: FrameSpan) throws(DatabaseError) -> FrameContent {
        let events = try events(span.connection, span.sequences)
        let frames = events.compactMap { event -> Frame? in
            guard case .frame(span.direction, let frame) = event.kind else { return nil }
            return frame
        }
        return FrameContent(span: span, frames: frames)
    }

    static let what = "Cannot read the recorded frames"
}

// MARK: - Blocks

extension RecordedFrames {
    private func entries(
        of block: (part: FrameOutline.Part, sequences: ClosedRange<Int64>), _ filter: Filter, openedAt: Timestamp?
    ) throws(DatabaseError) -> [FrameEntry] {
        let connection = block.part.connection
        let events = try events(connection, block.sequences)
        let entries = FrameEntry.entries(of: events, isDecoded: block.part.isDecoded)
        guard filter != .everything else { return entries }
        var previousAt = try instant(before: block.sequences.lowerBound, on: connection)
        return zip(entries, events).compactMap { entry, event in
            defer { previousAt = entry.at }
            let payload = filter.needsText ? event.payload : []
            let subject = FilteredFrame(entry, openedAt: openedAt, previousAt: previousAt, payload: payload)
            return filter.matches(subject) ? entry : nil
        }
    }

    /// Frames alone, in their order: every one of them is an entry of the list.
    func events(
        _ connection: ConnectionID, _ sequences: ClosedRange<Int64>
    ) throws(DatabaseError) -> [WireEvent] {
        try database.read(Self.what) { database in
            let sql = """
                SELECT \(EventRow.columns(of: .frames, start: "a.started_ns")) FROM frames r
                JOIN connections c ON c.id = r.connection JOIN recordings a ON a.id = c.recording
                WHERE r.connection = ? AND r.seq BETWEEN ? AND ? ORDER BY r.seq, r.id
                """
            let arguments: StatementArguments = [
                connection.columnValue, sequences.lowerBound, sequences.upperBound,
            ]
            let cursor = try Row.fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
            var events: [WireEvent] = []
            while let row = try cursor.next() { events.append(try EventRow.event(row, of: .frames)) }
            return events
        }
    }

    /// When the last frame before a number crossed; nil before the first.
    private func instant(before sequence: Int64, on connection: ConnectionID) throws(DatabaseError) -> Timestamp? {
        try database.read(Self.what) { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT r.t_ns + a.started_ns FROM frames r
                        JOIN connections c ON c.id = r.connection JOIN recordings a ON a.id = c.recording
                        WHERE r.connection = ? AND r.seq < ? ORDER BY r.seq DESC LIMIT 1
                        """),
                arguments: [connection.columnValue, sequence]
            ).map { Timestamp(nanoseconds: try $0.sum(atIndex: 0)) }
        }
    }
}

// MARK: - Where things are

extension RecordedFrames {
    /// With the opening of the first connection; nil for a session that is not there.
    private static func outline(
        _ database: Database, _ session: SessionID
    ) throws -> (outline: FrameOutline, openedAt: Timestamp?) {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT c.id, c.method, c.opened_ns + a.started_ns,
                        (SELECT max(seq) FROM frames f WHERE f.connection = c.id)
                    FROM connections c JOIN recordings a ON a.id = c.recording
                    WHERE c.session = ? ORDER BY c.opened_ns + a.started_ns, c.id
                    """), arguments: [session.firstConnection.columnValue])
        let parts = try rows.map { row in
            let method = Endpoint.Method(rawValue: try row.decode(String?.self, atIndex: 1) ?? "") ?? .unknown
            return FrameOutline.Part(
                connection: ConnectionID(columnValue: try row.decode(atIndex: 0)),
                lastSequence: min(try row.decode(Int64?.self, atIndex: 3) ?? 0, EventRow.sequences.upperBound),
                isDecoded: Endpoint(surface: .unknown, version: nil, method: method).isDecoded)
        }
        let openedAt = try rows.first.map { Timestamp(nanoseconds: try $0.sum(atIndex: 2)) }
        return (FrameOutline(parts: parts), openedAt)
    }

    private static func start(
        _ start: FrameRequest.Start, _ outline: FrameOutline, _ database: Database
    ) throws -> Int {
        switch start {
        case .block(let index): max(0, min(index, outline.blockCount - 1))
        case .end: max(0, outline.blockCount - 1)
        case .instant(let instant): try index(of: instant, outline, database)
        case .frame(let connection, let sequence):
            outline.index(of: connection, sequence) ?? max(0, outline.blockCount - 1)
        }
    }

    /// The block of the first frame at or after an instant; the last block when there is none.
    private static func index(of instant: Timestamp, _ outline: FrameOutline, _ database: Database) throws -> Int {
        for part in outline.parts where part.lastSequence > 0 {
            guard let last = try self.instant(atOrAfter: part.lastSequence, of: part, database), last >= instant else {
                continue
            }
            // Frames of a connection are numbered in the order in which they crossed: halving finds the first.
            var (low, high) = (Int64(1), part.lastSequence)
            while low < high {
                let middle = low + (high - low) / 2
                let isLater = try self.instant(atOrAfter: middle, of: part, database).map { $0 >= instant } ?? true
                if isLater { high = middle } else { low = middle + 1 }
            }
            return outline.index(of: part.connection, low) ?? 0
        }
        return max(0, outline.blockCount - 1)
    }

    private static func instant(
        atOrAfter sequence: Int64, of part: FrameOutline.Part, _ database: Database
    ) throws -> Timestamp? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT r.t_ns + a.started_ns FROM frames r
                    JOIN connections c ON c.id = r.connection JOIN recordings a ON a.id = c.recording
                    WHERE r.connection = ? AND r.seq >= ? ORDER BY r.seq LIMIT 1
                    """),
            arguments: [part.connection.columnValue, sequence]
        ).map { Timestamp(nanoseconds: try $0.sum(atIndex: 0)) }
    }
}

extension WireEvent {
    fileprivate var payload: [UInt8] {
        if case .frame(_, let frame) = kind { frame.payload ?? [] } else { [] }
    }
}
