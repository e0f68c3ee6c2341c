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
    /// The rows are read once, and before anything is written: the recorder waits for whoever writes.
    ///
    /// - Parameters:
    ///   - level: what is wanted of payloads at most: others need not be read whole.
    ///   - encoding: see `OutboxBatch`.
    public func freeze(
        _ limits: OutboxBatch.Limits, payload: String, level: CaptureLevel = .full, encoding: Int, at now: Timestamp
    ) throws(DatabaseError) -> (batch: OutboxBatch, rows: OutboxRows, isFull: Bool)? {
        while true {
            let (acked, waiting) = try database.read(Self.what) { connection -> (Int64, WaitingRows) in
                let acked = try self.acked(connection)
                return (acked, try WaitingRows(after: acked, limits, level, connection))
            }
            guard let extent = waiting.extent else { return nil }
            let batch = try database.write(Self.what) { connection -> OutboxBatch? in
                // Somebody who went back meanwhile wants other rows.
                guard try self.acked(connection) == acked else { return nil }
                return try write(extent, payload: payload, encoding: encoding, at: now, connection)
            }
            guard let batch else { continue }
            return (batch, waiting.found, batch.isFull(limits, bytes: waiting.bytes))
        }
    }

    private func acked(_ connection: Database) throws -> Int64 {
        try Int64.fetchOne(
            connection, sql: "SELECT acked FROM ship_sinks WHERE id = ?", arguments: [sink(connection)]) ?? 0
    }

    private func write(
        _ extent: WaitingRows.Extent, payload: String, encoding: Int, at now: Timestamp, _ connection: Database
    ) throws -> OutboxBatch {
        let sink = try sink(connection)
        let batches = try Int64.fetchOne(
            connection, sql: "SELECT batches FROM ship_sinks WHERE id = ?", arguments: [sink])
        let batch = OutboxBatch(
            number: (batches ?? 0) + 1, first: extent.first, last: extent.last, count: extent.count, payload: payload,
            encoding: encoding, madeAt: now)
        try connection.execute(
            sql: """
                INSERT INTO ship_batches (sink, number, first, last, count, payload, encoding, made_ns)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                sink, batch.number, batch.first, batch.last, batch.count, payload, encoding, now.nanoseconds,
            ])
        return batch
    }

    /// The rows of a batch as they are here now, in the order of their numbers.
    ///
    /// - Parameter level: what is wanted of payloads at most.
    public func rows(of batch: OutboxBatch, level: CaptureLevel = .full) throws(DatabaseError) -> OutboxRows {
        try database.read(Self.what) { connection in
            try WaitingRows(
                after: batch.first.addingClamped(-1), through: batch.last, .init(rows: .max, bytes: .max), level,
                connection
            ).found
        }
    }

    /// The store has the batch: the cursor goes on, and the sessions of its rows are to be told of again. Nothing happens
    /// where somebody has gone back behind it meanwhile (`rewind`), or has acknowledged it already.
    ///
    /// - Parameter rows: those of the batch.
    public func acknowledge(_ batch: OutboxBatch, _ rows: OutboxRows, at now: Timestamp) throws(DatabaseError) {
        let connections = Set(rows.rows.map(\.connection))
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
            let sessions = try connection.cachedStatement(
                sql: """
                    INSERT INTO ship_sessions (sink, session_id, is_settled)
                    SELECT ?, session, 0 FROM connections WHERE id = ?
                    ON CONFLICT (sink, session_id) DO UPDATE SET is_settled = 0
                    """)
            for id in connections { try sessions.execute(arguments: [sink, id.columnValue]) }
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
