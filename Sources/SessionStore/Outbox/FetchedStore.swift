public import Foundation
internal import GRDB
public import LiveProtocol

/// A row of `sessions` that comes from a central store.
public struct FetchedSession: Hashable, Sendable {
    public var id: SessionID
    public var tag: String?
    public var origin: String?
    public var summary: String?
    public var summaryVersion: Int64?

    public init(id: SessionID, tag: String?, origin: String?, summary: String?, summaryVersion: Int64?) {
        (self.id, self.tag, self.origin) = (id, tag, origin)
        (self.summary, self.summaryVersion) = (summary, summaryVersion)
    }
}

/// A database that is filled with what a central store has of chosen sessions: from there on it is read like one that was
/// recorded here.
public struct FetchedStore: Sendable {
    public let database: SessionDatabase
    /// The row of each run in `recordings`, and the beginning that its connections count from.
    private var runs: [Run: Int64] = [:]
    private var starts: [ConnectionID: Timestamp] = [:]

    private struct Run: Hashable {
        var node: String
        var run: OutboxConnection.Run
    }

    /// - Parameter folder: an empty one of its own.
    public init(in folder: URL) throws(DatabaseError) { database = try SessionDatabase.open(in: folder) }

    private static let what = "Cannot keep what the store has"

    /// Takes in sessions, and connections of which each belongs to one of them.
    public mutating func add(
        _ sessions: [FetchedSession], _ connections: [(node: String, row: OutboxConnection)]
    ) throws(DatabaseError) {
        (runs, starts) = try database.write(Self.what) { database in
            for session in sessions { try Self.insert(session, database) }
            var (runs, starts) = (runs, starts)
            for (node, row) in connections {
                let run = Run(node: node, run: row.run)
                let id = try runs[run] ?? Self.insert(run.run, database)
                runs[run] = id
                starts[row.id] = row.run.startedAt
                try Self.insert(row, recording: id, database)
            }
            return (runs, starts)
        }
    }

    /// Takes in frames and events of connections that are here; others are left out, and so is what is here already.
    /// Numbers are kept: they tell in which order frames and events came.
    public func add(_ rows: [OutboxRow]) throws(DatabaseError) {
        try database.write(Self.what) { database in
            for row in rows {
                guard let start = starts[row.connection] else { continue }
                try Self.insert(row, at: row.at.nanoseconds &- start.nanoseconds, database)
            }
        }
    }

    private static func insert(_ session: FetchedSession, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO sessions (id, name, tag, origin, summary, summary_version)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                session.id.firstConnection.columnValue, session.id.description, session.tag, session.origin,
                session.summary, session.summaryVersion,
            ])
    }

    private static func insert(_ run: OutboxConnection.Run, _ database: Database) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO recordings (started_ns, ended_ns, livetop, capture, host) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                run.startedAt.nanoseconds, run.endedAt?.nanoseconds, run.livetop, run.capture, run.host,
            ])
        return database.lastInsertedRowID
    }

    private static func insert(_ row: OutboxConnection, recording: Int64, _ database: Database) throws {
        let offset = { (instant: Timestamp?) in instant.map { $0.nanoseconds &- row.run.startedAt.nanoseconds } }
        // A line in the list may be on its way: the connection is there before it.
        try database.execute(
            sql: "INSERT OR IGNORE INTO sessions (id, name) VALUES (?, ?)",
            arguments: [row.session.firstConnection.columnValue, row.session.description])
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO connections (id, name, session, recording, opened_ns, surface, version, method, target,
                    upstream, client, tls, status, upgraded_ns, closed_ns, close_by, close_code, close_reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                row.id.columnValue, row.id.description, row.session.firstConnection.columnValue, recording,
                offset(row.openedAt), row.surface, row.version, row.method, row.target, row.upstream, row.client,
                row.isTLS, row.status, offset(row.upgradedAt), offset(row.closedAt), row.closeBy, row.closeCode,
                row.closeReason,
            ])
    }

    /// A row that is here already is left alone; one whose number another has gets the next free one.
    private static func insert(_ row: OutboxRow, at offset: Int64, _ database: Database) throws {
        guard try !isHere(row, at: offset, database) else { return }
        try write(row, at: offset, database)
        guard database.changesCount == 0 else { return }
        var row = row
        row.id = try StoredEvents.lastRow(database) + 1
        try write(row, at: offset, database)
    }

    private static func isHere(_ row: OutboxRow, at offset: Int64, _ database: Database) throws -> Bool {
        let (table, more): (String, String) =
            switch row.content {
            case .frame: ("frames", "")
            case .event: ("events", " AND kind = :kind AND t_ns = :at")
            }
        var arguments: StatementArguments = ["connection": row.connection.columnValue, "seq": row.sequence]
        if case .event(let kind, _) = row.content { arguments += ["kind": kind, "at": offset] }
        return try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT 1 FROM \(table) WHERE connection = :connection AND seq = :seq\(more) LIMIT 1"),
            arguments: arguments) ?? false
    }

    private static func write(_ row: OutboxRow, at offset: Int64, _ database: Database) throws {
        switch row.content {
        case .event(let kind, let json):
            try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO events (id, connection, seq, t_ns, kind, json) VALUES (?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [row.id, row.connection.columnValue, row.sequence, offset, kind, json])
        case .frame(let direction, let frame):
            try database.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO frames (id, connection, seq, direction, opcode, fin, rsv, masked, cut, t_ns, size,
                        codec, payload, fault)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
                    """
            ).execute(arguments: [
                row.id, row.connection.columnValue, row.sequence, Int64(direction.rawValue),
                Int64(frame.opcode.rawValue), frame.isFinal, Int64(frame.reservedBits), frame.isMasked, frame.isCut,
                offset, Int64(frame.byteCount), frame.payload.map { Data($0) },
                (frame.fault?.rawValue).map(Int64.init),
            ])
        }
    }
}
