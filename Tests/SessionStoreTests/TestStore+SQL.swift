import GRDB
import GRDBSQLite
import LiveProtocol

@testable import SessionStore

extension TestStore {
    func execute(_ sql: String) throws {
        try database.connections.write { try $0.execute(sql: sql) }
    }

    /// Makes SQLite report a full disk after `extra` more pages; nil lifts the limit.
    func limitPages(toExtra extra: Int?) throws {
        try database.connections.writeWithoutTransaction { connection in
            let pages = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
            try connection.execute(sql: "PRAGMA max_page_count = \(extra.map { pages + $0 } ?? 1_000_000)")
        }
    }

    /// Makes SQLite refuse values of more than `count` bytes.
    func limitValues(to count: Int32) {
        database.connections.writeWithoutTransaction { connection in
            _ = sqlite3_limit(connection.sqliteConnection, SQLITE_LIMIT_LENGTH, count)
        }
    }

    func texts(_ sql: String) throws -> [String] {
        try database.connections.read { try String.fetchAll($0, sql: sql) }
    }

    func column(_ sql: String) throws -> [Int64] {
        try database.connections.read { try Int64.fetchAll($0, sql: sql) }
    }

    func gaps(of session: SessionID) throws -> [CaptureGap] {
        try events(of: session).compactMap {
            guard case .captureGap(let gap) = $0.kind else { return nil }
            return gap
        }
    }

    /// Bytes of each frame's payload, nil where it was not captured.
    func payloadCounts(of session: SessionID) throws -> [Int?] {
        try events(of: session).compactMap {
            guard case .frame(_, let frame) = $0.kind else { return nil }
            return .some(frame.payload?.count)
        }
    }
}
