internal import GRDB
public import LiveProtocol

/// How long recordings are kept, and how much of them. Nil is without limit.
public struct RetentionPolicy: Hashable, Sendable {
    /// Sessions that ended longer ago than this go.
    public var keepFor: Duration?
    /// The sessions that ended first go until the database is no larger than this, in bytes.
    public var keepBytes: Int64?

    public init(keepFor: Duration? = nil, keepBytes: Int64? = nil) {
        self.keepFor = keepFor
        self.keepBytes = keepBytes
    }

    public var isUnlimited: Bool { keepFor == nil && keepBytes == nil }
}

/// Removes recorded sessions in short transactions, so that a recorder beside it loses nothing. What is being recorded
/// stays, whatever the policy says.
public struct Retention: Sendable {
    let database: SessionDatabase

    /// - Parameter database: opened for writing where something is to be removed, see `SessionDatabase.openBeside`.
    public init(_ database: SessionDatabase) { self.database = database }

    /// A session that a policy lets go.
    public struct Candidate: Hashable, Sendable {
        public var session: SessionID
        public var tag: String?
        public var endedAt: Timestamp
        public var frames: Int64
        /// What its rows hold, in bytes: near to what its removal frees.
        public var byteCount: Int64
        /// It goes for its age; others go until the size is kept.
        public var isOld = false
    }

    /// Bytes in use: the file without its free pages.
    public func usedBytes() throws(DatabaseError) -> Int64 {
        try database.read("Cannot measure the database") { connection in
            try Int64.fetchOne(
                connection,
                sql: """
                    SELECT (page_count - freelist_count) * page_size
                    FROM pragma_page_count, pragma_freelist_count, pragma_page_size
                    """) ?? 0
        }
    }

    /// What `policy` lets go at `now`, the session that ended first first. What a central store waits for does not go for
    /// its age.
    ///
    /// - Parameter isRecording: a process holds the folder's lock; its sessions with an open connection stay.
    public func candidates(
        under policy: RetentionPolicy, at now: Timestamp, isRecording: Bool
    ) throws(DatabaseError) -> [Candidate] {
        let ended = try sessions(isRecording: isRecording)
        let limit = policy.keepFor.map { now - $0 }
        let used = try usedBytes()
        var excess = policy.keepBytes.map { used.subtractingClamped($0) } ?? 0
        var candidates: [Candidate] = []
        for (session, tag, endedAt) in ended {
            var isOld = limit.map { endedAt < $0 } ?? false
            if isOld { isOld = try !isHeld(session, endedAt: endedAt, at: now) }
            guard isOld || excess > 0 else { continue }
            var candidate = try measured(session, tag, endedAt)
            candidate.isOld = isOld
            excess.subtractClamped(candidate.byteCount)
            candidates.append(candidate)
        }
        return candidates
    }

    /// How many sessions are older than `policy` keeps them, and stay because a central store waits for them.
    public func held(
        under policy: RetentionPolicy, at now: Timestamp, isRecording: Bool
    ) throws(DatabaseError) -> Int {
        guard let keepFor = policy.keepFor else { return 0 }
        var count = 0
        for (session, _, endedAt) in try sessions(isRecording: isRecording) where endedAt < now - keepFor {
            if try isHeld(session, endedAt: endedAt, at: now) { count += 1 }
        }
        return count
    }

    private func isHeld(
        _ session: SessionID, endedAt: Timestamp, at now: Timestamp
    ) throws(DatabaseError) -> Bool {
        try database.read("Cannot look at the outbox") { connection in
            try OutboxHold(connection, at: now).holds(session, endedAt: endedAt, connection)
        }
    }

    private func sessions(
        isRecording: Bool
    ) throws(DatabaseError) -> [(session: SessionID, tag: String?, endedAt: Timestamp)] {
        try database.read("Cannot list the sessions") { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT s.id, s.tag, max(coalesce(c.closed_ns, c.upgraded_ns, c.opened_ns) + r.started_ns) AS ended
                    FROM sessions s JOIN connections c ON c.session = s.id JOIN recordings r ON r.id = c.recording
                    GROUP BY s.id HAVING NOT max(:isRecording AND \(Self.isRunning)) ORDER BY ended
                    """,
                arguments: ["isRecording": isRecording])
            return try rows.map { row in
                (
                    SessionID(ConnectionID(columnValue: try row.decode(forColumn: "id"))),
                    try row.decode(forColumn: "tag"), Timestamp(nanoseconds: try row.sumIfAny(forColumn: "ended") ?? 0)
                )
            }
        }
    }

    /// The connection `c` is open in a recording that goes on: the newest without an end.
    static let isRunning = "(c.closed_ns IS NULL AND c.recording IS \(Schema.runningRecording))"

    private func measured(
        _ session: SessionID, _ tag: String?, _ endedAt: Timestamp
    ) throws(DatabaseError) -> Candidate {
        try database.read("Cannot measure the session") { connection in
            // The length of a payload stands in its row's head: nothing is read for it. Rows have about 60 bytes more.
            let row = try Row.fetchOne(
                connection,
                sql: """
                    SELECT count(*) AS frames, coalesce(sum(coalesce(length(payload), 0) + 60), 0) AS bytes
                    FROM frames WHERE connection IN (SELECT id FROM connections WHERE session = ?)
                    """,
                arguments: [session.firstConnection.columnValue])
            return Candidate(
                session: session, tag: tag, endedAt: endedAt, frames: try row?.decode(forColumn: "frames") ?? 0,
                byteCount: try row?.decode(forColumn: "bytes") ?? 0)
        }
    }
}
