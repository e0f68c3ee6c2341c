internal import GRDB
internal import LiveProtocol

/// Rows behind one that is known, in the order of their numbers, until there are enough.
struct WaitingRows {
    /// From which row to which, and how many.
    struct Extent {
        var first: Int64
        var last: Int64
        var count: Int
    }

    private(set) var found = OutboxRows()
    /// Nil where there is none.
    private(set) var extent: Extent?
    /// What they take, about.
    private(set) var bytes: Int64 = 0

    /// What a row takes besides its payload.
    private static let head: Int64 = 100

    private struct Candidate {
        var id: Int64
        var bytes: Int64
        /// Nil for a row that is damaged.
        var row: OutboxRow?
    }

    init(
        after row: Int64, through last: Int64 = .max, _ limits: OutboxBatch.Limits, _ level: CaptureLevel,
        _ connection: Database
    ) throws {
        let frames = try Self.candidates(.frames, after: row, through: last, limits, level, connection)
        // Where there are more frames than these, what comes behind them waits too.
        let end = Self.isFull(frames, limits) ? frames.last?.id ?? last : last
        let events = try Self.candidates(.events, after: row, through: end, limits, level, connection)
        for candidate in [frames, events].joined().sorted(by: { $0.id < $1.id }) {
            guard bytes < limits.bytes, (extent?.count ?? 0) < limits.rows else { break }
            // One row that is damaged must not keep the others here.
            if let row = candidate.row { found.rows.append(row) } else { found.unreadable.append(candidate.id) }
            bytes.addClamped(candidate.bytes)
            extent = Extent(
                first: extent?.first ?? candidate.id, last: candidate.id, count: (extent?.count ?? 0) + 1)
        }
    }

    private static func isFull(_ candidates: [Candidate], _ limits: OutboxBatch.Limits) -> Bool {
        candidates.count >= limits.rows || candidates.reduce(0) { $0.addingClamped($1.bytes) } >= limits.bytes
    }

    private static func candidates(
        _ table: EventLane.Table, after first: Int64, through last: Int64, _ limits: OutboxBatch.Limits,
        _ level: CaptureLevel, _ connection: Database
    ) throws -> [Candidate] {
        let rows = try Row.fetchCursor(
            connection,
            sql: """
                SELECT \(EventRow.columns(of: table, start: "a.started_ns")) FROM \(table.rawValue) r
                JOIN connections c ON c.id = r.connection JOIN recordings a ON a.id = c.recording
                WHERE r.id > ? AND r.id <= ? ORDER BY r.id
                """,
            arguments: [first, last])
        var (candidates, bytes): ([Candidate], Int64) = ([], 0)
        while candidates.count < limits.rows, bytes < limits.bytes, let row = try rows.next() {
            let id: Int64 = try row.decode(atIndex: 0)
            let read = try? OutboxRow(row, id, of: table, level)
            let candidate = Candidate(id: id, bytes: head.addingClamped(Int64(read?.contentSize ?? 0)), row: read)
            bytes.addClamped(candidate.bytes)
            candidates.append(candidate)
        }
        return candidates
    }
}

extension OutboxRow {
    fileprivate init(_ row: Row, _ id: Int64, of table: EventLane.Table, _ level: CaptureLevel) throws {
        let event = try EventRow.event(row, of: table, isBrief: level != .full)
        let content: Content =
            if case .frame(let direction, let frame) = event.kind {
                .frame(direction, frame)
            } else {
                .event(kind: try row.decode(atIndex: 5), json: try row.decode(atIndex: 6))
            }
        self.init(id: id, connection: event.connection, sequence: event.sequence, at: event.at, content: content)
    }

    /// Bytes of a payload, or of what happened.
    fileprivate var contentSize: Int {
        switch content {
        case .frame(_, let frame): frame.payload?.count ?? 0
        case .event(_, let json): json.utf8.count
        }
    }
}
