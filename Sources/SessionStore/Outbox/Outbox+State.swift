internal import GRDB
public import LiveProtocol

extension Outbox {
    /// Notes why nothing is sent; nil when it is. Its beginning stays while the reason does.
    public func note(problem: (why: String, cure: String)?, at now: Timestamp) throws(DatabaseError) {
        try database.write(Self.what) { connection in
            try connection.execute(
                sql: """
                    UPDATE ship_sinks SET tried_ns = :now, problem = :why, cure = :cure,
                        succeeded_ns = CASE WHEN :why IS NULL THEN :now ELSE succeeded_ns END,
                        problem_since_ns = CASE WHEN :why IS NULL THEN NULL ELSE coalesce(problem_since_ns, :now) END
                    WHERE url = :url
                    """,
                arguments: ["now": now.nanoseconds, "why": problem?.why, "cure": problem?.cure, "url": url])
        }
    }

    /// How things are with this store; nil where nobody has shipped to it.
    public func state() throws(DatabaseError) -> OutboxState? {
        try Outbox.states(in: database).first { $0.url == url }
    }

    /// How things are with every store that somebody ships to.
    public static func states(in database: SessionDatabase) throws(DatabaseError) -> [OutboxState] {
        try database.read(what) { connection in
            try Row.fetchAll(connection, sql: "SELECT * FROM ship_sinks ORDER BY id").map { row in
                try state(row, connection)
            }
        }
    }

    private static func state(_ row: Row, _ connection: Database) throws -> OutboxState {
        let acked: Int64 = try row.decode(forColumn: "acked")
        let why: String? = try row.decode(forColumn: "problem")
        let instant = { (column: String) throws -> Timestamp? in
            try row.decode(Int64?.self, forColumn: column).map(Timestamp.init(nanoseconds:))
        }
        return OutboxState(
            url: try row.decode(forColumn: "url"), node: try row.decode(forColumn: "node"),
            payload: try row.decode(forColumn: "payload"), acknowledged: acked,
            lastRow: try StoredEvents.lastRow(connection), waitingSince: try firstWaiting(after: acked, connection),
            batches: try row.decode(forColumn: "batches"), rows: try row.decode(forColumn: "sent"),
            deadRows: try row.decode(forColumn: "dead"), droppedRows: try row.decode(forColumn: "dropped"),
            unsettledSessions: try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM ship_sessions WHERE sink = ? AND is_settled = 0",
                arguments: [try row.decode(Int64.self, forColumn: "id")]) ?? 0,
            triedAt: try instant("tried_ns"), succeededAt: try instant("succeeded_ns"),
            problem: try why.map { why in
                OutboxState.Problem(
                    why: why, cure: try row.decode(String?.self, forColumn: "cure") ?? "",
                    since: try instant("problem_since_ns") ?? Timestamp(nanoseconds: 0))
            })
    }

    /// When the first row behind a number was recorded; nil where there is none.
    private static func firstWaiting(after row: Int64, _ connection: Database) throws -> Timestamp? {
        var first: (id: Int64, at: Timestamp)?
        for table in ["frames", "events"] {
            let found = try Row.fetchOne(
                connection,
                sql: """
                    SELECT x.id, x.t_ns + r.started_ns FROM \(table) x JOIN connections c ON c.id = x.connection
                    JOIN recordings r ON r.id = c.recording WHERE x.id > ? ORDER BY x.id LIMIT 1
                    """,
                arguments: [row])
            guard let found else { continue }
            let id: Int64 = try found.decode(atIndex: 0)
            guard first.map({ id < $0.id }) ?? true else { continue }
            first = (id, Timestamp(nanoseconds: try found.sum(atIndex: 1)))
        }
        return first?.at
    }
}
