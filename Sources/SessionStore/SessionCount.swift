internal import GRDB
internal import LiveProtocol
internal import SessionModel

/// What rows tell of a session without decoding a message: for sessions whose summary was never written, because the
/// proxy was killed, or was made by another version. Sizes are summed as floating point: a frame may announce 2^63 - 1
/// bytes, and an integer sum would then be an error.
struct SessionCount {
    /// Frames that gaps tell of, in a statement that goes through `sessions`.
    static let uncaptured = """
        (SELECT CAST(total(CASE WHEN json_valid(json) THEN json_extract(json, '$.frames') END) AS INTEGER) FROM events
        WHERE kind = 'captureGap' AND connection IN (SELECT id FROM connections WHERE session = sessions.id))
        """

    private let session: SessionID
    private let totals: Row
    private let frames: Row
    private let gaps: Row
    private let last: Row?

    init(_ session: SessionID, in connection: Database) throws {
        let id: StatementArguments = [session.firstConnection.columnValue]
        self.session = session
        totals = try Self.one(
            connection,
            """
            SELECT count(*) AS connections, count(closed_ns) AS closed, min(opened_ns + started_ns) AS opened_at,
                max(closed_ns + started_ns) AS closed_at
            FROM connections c JOIN recordings r ON r.id = c.recording WHERE session = ?
            """, id)
        frames = try Self.one(
            connection,
            """
            SELECT count(*) AS count, CAST(total(size) FILTER (WHERE direction = 0) AS INTEGER) AS up,
                CAST(total(size) FILTER (WHERE direction = 1) AS INTEGER) AS down
            FROM frames WHERE connection IN (SELECT id FROM connections WHERE session = ?)
            """, id)
        gaps = try Self.one(connection, "SELECT \(Self.uncaptured) AS frames FROM sessions WHERE id = ?", id)
        last = try Row.fetchOne(
            connection,
            sql: """
                SELECT upgraded_ns + started_ns AS upgraded_at, close_by, close_code, close_reason
                FROM connections c JOIN recordings r ON r.id = c.recording WHERE session = ? ORDER BY c.id DESC LIMIT 1
                """,
            arguments: id)
    }

    func summary(tag: String?) throws -> SessionSummary {
        let connections: Int = try totals.decode(forColumn: "connections")
        let isClosed = connections == (try totals.decode(Int.self, forColumn: "closed"))
        let closedAt = try totals.sumIfAny(forColumn: "closed_at")
        let upgradedAt = try last?.sumIfAny(forColumn: "upgraded_at")
        return SessionSummary(
            id: session, tag: tag, activity: isClosed ? .closed : upgradedAt == nil ? .connecting : .listening,
            openedAt: Timestamp(nanoseconds: try totals.sumIfAny(forColumn: "opened_at") ?? 0),
            closedAt: isClosed ? closedAt.map(Timestamp.init) : nil, connectionSince: upgradedAt.map(Timestamp.init),
            connections: connections, frames: try frames.decode(forColumn: "count"),
            bytesUp: max(try frames.decode(forColumn: "up"), 0),
            bytesDown: max(try frames.decode(forColumn: "down"), 0),
            closure: isClosed ? try closure : nil,
            droppedFrames: Int64(count: try gaps.decode(Int64?.self, forColumn: "frames") ?? 0))
    }

    private var closure: Closure? {
        get throws {
            guard let last, let by = Party(rawValue: try last.decode(String?.self, forColumn: "close_by") ?? "") else {
                return nil
            }
            let code = try last.decode(Int64?.self, forColumn: "close_code").map {
                CloseCode(rawValue: UInt16(clamping: $0))
            }
            return Closure(by: by, code: code, reason: try last.decode(forColumn: "close_reason"))
        }
    }

    /// An aggregate always has one row.
    private static func one(_ connection: Database, _ sql: String, _ arguments: StatementArguments) throws -> Row {
        try Row.fetchOne(connection, sql: sql, arguments: arguments) ?? Row()
    }
}
