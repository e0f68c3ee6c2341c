internal import GRDB
public import LiveProtocol

extension Outbox {
    /// The batch that was made and not acknowledged; nil where there is none.
    public func pendingBatch() throws(DatabaseError) -> OutboxBatch? {
        try database.read(Self.what) { connection in
            try Row.fetchOne(
                connection, sql: "SELECT * FROM ship_batches WHERE sink = ?", arguments: [sink(connection)]
            ).map { row in
                OutboxBatch(
                    number: try row.decode(forColumn: "number"), first: try row.decode(forColumn: "first"),
                    last: try row.decode(forColumn: "last"), count: try row.decode(forColumn: "count"),
                    payload: try row.decode(forColumn: "payload"), encoding: try row.decode(forColumn: "encoding"),
                    madeAt: Timestamp(nanoseconds: try row.decode(forColumn: "made_ns")))
            }
        }
    }

    /// Makes the next batch of what waits, and writes down what it is made of; nil where nothing waits.
    ///
    /// - Parameter encoding: see `OutboxBatch`.
    public func freeze(
        _ limits: OutboxBatch.Limits, payload: String, encoding: Int, at now: Timestamp
    ) throws(DatabaseError) -> (batch: OutboxBatch, isFull: Bool)? {
        try database.write(Self.what) { connection in
            let sink = try sink(connection)
            let state = try Row.fetchOne(
                connection, sql: "SELECT acked, batches FROM ship_sinks WHERE id = ?", arguments: [sink])
            let acked: Int64 = try state?.decode(forColumn: "acked") ?? 0
            guard let extent = try Self.extent(after: acked, limits, connection) else { return nil }
            let batch = OutboxBatch(
                number: (try state?.decode(Int64.self, forColumn: "batches") ?? 0) + 1, first: extent.first,
                last: extent.last, count: extent.count, payload: payload, encoding: encoding, madeAt: now)
            try connection.execute(
                sql: """
                    INSERT INTO ship_batches (sink, number, first, last, count, payload, encoding, made_ns)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    sink, batch.number, batch.first, batch.last, batch.count, payload, encoding, now.nanoseconds,
                ])
            return (batch, batch.isFull(limits, bytes: extent.bytes))
        }
    }

    private struct Extent {
        var first: Int64
        var last: Int64
        var count = 0
        var bytes: Int64 = 0
    }

    /// The length of a payload stands in its row's head: nothing is read for it.
    private static func extent(
        after row: Int64, _ limits: OutboxBatch.Limits, _ connection: Database
    ) throws -> Extent? {
        let rows = try Row.fetchCursor(
            connection,
            sql: """
                SELECT id, coalesce(\(payloadLength), 0) + 100 FROM frames WHERE id > ?1
                UNION ALL SELECT id, length(json) + 100 FROM events WHERE id > ?1 ORDER BY 1 LIMIT ?2
                """,
            arguments: [row, limits.rows])
        var extent: Extent?
        while let row = try rows.next(), extent.map({ $0.bytes < limits.bytes }) ?? true {
            let id: Int64 = try row.decode(atIndex: 0)
            var known = extent ?? Extent(first: id, last: id)
            known.last = id
            known.count += 1
            known.bytes.addClamped(try row.decode(atIndex: 1))
            extent = known
        }
        return extent
    }

    /// The rows of a batch as they are here now, in the order of their numbers.
    public func rows(of batch: OutboxBatch) throws(DatabaseError) -> OutboxRows {
        try database.read(Self.what) { connection in
            var found = OutboxRows()
            for table in [EventLane.Table.frames, .events] {
                let rows = try Row.fetchCursor(
                    connection,
                    sql: """
                        SELECT \(EventRow.columns(of: table, start: "a.started_ns")) FROM \(table.rawValue) r
                        JOIN connections c ON c.id = r.connection JOIN recordings a ON a.id = c.recording
                        WHERE r.id BETWEEN ? AND ? ORDER BY r.id
                        """,
                    arguments: [batch.first, batch.last])
                while let row = try rows.next() {
                    let id: Int64 = try row.decode(atIndex: 0)
                    // One row that is damaged must not keep the others here.
                    do { found.rows.append(try Self.row(row, id, of: table)) } catch { found.unreadable.append(id) }
                }
            }
            found.rows.sort { $0.id < $1.id }
            return found
        }
    }

    private static func row(_ row: Row, _ id: Int64, of table: EventLane.Table) throws -> OutboxRow {
        let event = try EventRow.event(row, of: table)
        let content: OutboxRow.Content =
            if case .frame(let direction, let frame) = event.kind {
                .frame(direction, frame)
            } else {
                .event(kind: try row.decode(atIndex: 5), json: try row.decode(atIndex: 6))
            }
        return OutboxRow(
            id: id, connection: event.connection, sequence: event.sequence, at: event.at, content: content)
    }

    /// The store has the batch: the cursor goes on, and the sessions of its rows are to be told of again. Nothing happens
    /// where somebody has gone back behind it meanwhile (`rewind`), or has acknowledged it already.
    public func acknowledge(_ batch: OutboxBatch, at now: Timestamp) throws(DatabaseError) {
        try database.write(Self.what) { connection in
            let sink = try sink(connection)
            try connection.execute(
                sql: "DELETE FROM ship_batches WHERE sink = ? AND number = ? AND made_ns = ?",
                arguments: [sink, batch.number, batch.madeAt.nanoseconds])
            guard connection.changesCount > 0 else { return }
            try connection.execute(
                sql: """
                    UPDATE ship_sinks SET acked = max(acked, :last), batches = max(batches, :number),
                        sent = sent + :count, succeeded_ns = :now, tried_ns = :now,
                        problem = NULL, cure = NULL, problem_since_ns = NULL
                    WHERE id = :sink
                    """,
                arguments: [
                    "last": batch.last, "number": batch.number, "count": batch.count, "now": now.nanoseconds,
                    "sink": sink,
                ])
            try connection.execute(
                sql: """
                    INSERT INTO ship_sessions (sink, session_id, is_settled)
                    SELECT DISTINCT :sink, c.session, 0 FROM connections c WHERE c.id IN (
                        SELECT connection FROM frames WHERE id BETWEEN :first AND :last
                        UNION SELECT connection FROM events WHERE id BETWEEN :first AND :last)
                    ON CONFLICT (sink, session_id) DO UPDATE SET is_settled = 0
                    """,
                arguments: ["sink": sink, "first": batch.first, "last": batch.last])
        }
    }

    /// Notes a row that will never be there, and goes on without it.
    public func setApart(
        row: Int64, kind: String, code: Int, reason: String, at now: Timestamp
    ) throws(DatabaseError) {
        try database.write(Self.what) { connection in
            let sink = try sink(connection)
            try connection.execute(
                sql: "INSERT INTO ship_dead (sink, row_id, kind, code, reason, at_ns) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [sink, row, kind, code, String(reason.prefix(500)), now.nanoseconds])
            try connection.execute(sql: "UPDATE ship_sinks SET dead = dead + 1 WHERE id = ?", arguments: [sink])
        }
    }
}
