import Foundation
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

/// A file from anywhere is read or refused, and neither takes for ever. The limit of time is there for a reading that
/// would never end.
@Suite(.timeLimit(.minutes(3))) struct ForeignFileTests {
    static let endless = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT"
    static let tables = [
        "recordings", "sessions", "connections", "frames", "events", "http_exchanges", "marks", "texts",
        "text_progress",
    ]

    @Test func `what livetop writes is taken`() throws {
        let file = try ForeignFile()
        try file.use()
        try file.change("ANALYZE")
        try file.use()
    }

    @Test(arguments: tables)
    func `a view without an end in the place of a table is refused by name`(table: String) throws {
        let columns = "x AS id, 'a' AS name, x AS session, x AS recording, x AS connection, x AS seq, NULL AS tag"
        try expectRefused(
            """
            PRAGMA legacy_alter_table = ON; ALTER TABLE \(table) RENAME TO away;
            CREATE VIEW \(table) AS \(Self.endless) \(columns) FROM c
            """, inFolder: true)
    }

    @Test(arguments: [
        "CREATE TRIGGER mine AFTER INSERT ON marks BEGIN DELETE FROM sessions; END",
        "CREATE TEMP TABLE t (a); DROP TRIGGER texts_added; CREATE TRIGGER texts_added AFTER INSERT ON texts BEGIN DELETE FROM sessions; END",
        "ALTER TABLE marks ADD COLUMN g INTEGER AS (length(zeroblob(900000000)))",
        "CREATE INDEX mine ON frames (abs(size))", "DROP INDEX frames_by_connection", "DROP TABLE http_exchanges",
        "DROP TABLE http_exchanges; CREATE VIRTUAL TABLE http_exchanges USING fts5 (a)",
        "DROP TABLE marks; CREATE TABLE marks (id, session, at_ns, connection, seq, text)",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'payload BLOB', 'payload BLOB CHECK (length(randomblob(900000000)) > 1)') WHERE name = 'frames'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'ON DELETE CASCADE', '') WHERE name = 'frames'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'frames') WHERE name = 'events'; DELETE FROM events WHERE 0",
        "PRAGMA user_version = -1", "PRAGMA user_version = 0", "PRAGMA user_version = 1",
    ])
    func `tables, indexes and triggers that are not ours are refused`(sql: String) throws {
        let isPages = sql.contains("rootpage")
        try expectRefused(sql, inFolder: !isPages)
    }

    @Test(arguments: ["CREATE TABLE mine (a)", "CREATE VIEW mine AS \(endless) x FROM c"])
    func `beside ours, somebody's own table is left alone in a data folder and refused in a bundle`(sql: String) throws
    {
        let file = try ForeignFile()
        try file.change(sql)
        let error = #expect(throws: SessionStore.DatabaseError.self) { try Bundle.open(file.url) }
        #expect(error?.why.contains("mine") == true)
        let folder = try file.asDataFolder()
        #expect(try SessionIndex(SessionDatabase.open(in: folder.url, readOnly: true)).sessions().count == 1)
    }

    @Test func `a name that is told holds nothing but letters`() throws {
        let file = try ForeignFile()
        try file.change("CREATE TABLE \"\u{1B}]0;gone\u{7}\" (a)")
        let error = #expect(throws: SessionStore.DatabaseError.self) { try Bundle.open(file.url) }
        #expect(error?.why == "The table ??0?gone? is not as livetop makes it.")
    }

    /// Every number at its ends, texts where they mean something, and rows that lead nowhere.
    @Test(arguments: [
        "UPDATE frames SET size = -1", "UPDATE frames SET size = \(Int64.min)", "UPDATE frames SET size = \(Int64.max)",
        "UPDATE frames SET seq = \(Int64.max)", "UPDATE frames SET seq = \(Int64.min)", "UPDATE events SET seq = -5",
        "UPDATE frames SET t_ns = \(Int64.max)", "UPDATE frames SET t_ns = \(Int64.min)",
        "UPDATE frames SET direction = 7", "UPDATE frames SET opcode = 4000", "UPDATE frames SET codec = 9",
        "UPDATE frames SET payload = NULL", "UPDATE frames SET payload = zeroblob(5000000)",
        "UPDATE recordings SET started_ns = \(Int64.max)", "UPDATE recordings SET started_ns = \(Int64.min)",
        "UPDATE recordings SET capture = '?', livetop = ''", "UPDATE recordings SET ended_ns = \(Int64.min)",
        "UPDATE connections SET opened_ns = \(Int64.max), closed_ns = \(Int64.min)",
        "UPDATE connections SET upgraded_ns = \(Int64.max), close_code = \(Int64.max), close_by = 'moon'",
        "UPDATE connections SET status = \(Int64.min), tls = 9, method = ''",
        "UPDATE connections SET session = 12", "UPDATE connections SET recording = 12", "DELETE FROM recordings",
        "DELETE FROM connections", "DELETE FROM sessions", "UPDATE sessions SET id = -1",
        "UPDATE connections SET id = \(Int64.min)", "UPDATE sessions SET name = '', tag = ''",
        "UPDATE sessions SET summary_version = 2, summary = '{}'",
        "UPDATE sessions SET summary_version = 2, summary = 'x'",
        "UPDATE sessions SET summary = json_set(summary, '$.frames', \(Int64.min)) WHERE summary IS NOT NULL",
        "UPDATE events SET kind = 'moon'", "UPDATE events SET json = '['", "UPDATE events SET json = '{}'",
        "UPDATE events SET kind = 'captureGap', json = '{\"frames\":-1,\"bytes\":-1,\"cause\":\"tapFull\"}'",
        "UPDATE events SET kind = 'captureGap', json = '{\"frames\":\(Int64.max),\"bytes\":\(Int64.max),\"cause\":\"tapFull\"}'",
        "UPDATE marks SET at_ns = \(Int64.max), text = NULL", "UPDATE marks SET session = 12",
        "UPDATE frames SET id = id - 10000", "UPDATE frames SET id = \(Int64.max) WHERE seq = 40",
        "UPDATE events SET json = CAST(zeroblob(100000) AS TEXT)",
        "INSERT INTO http_exchanges VALUES (1, 1, \(Int64.max), 't', '', '', -1, \(Int64.min), \(Int64.max), 1, \(Int64.min), NULL)",
    ])
    func `values that nobody writes are taken or refused`(sql: String) throws {
        let file = try ForeignFile()
        try file.change(sql)
        do { try file.use() } catch is SessionStore.DatabaseError {}
    }

    @Test func `a page that is used twice, and one that leads back to itself`() throws {
        let file = try ForeignFile()
        var bytes = [UInt8](try Data(contentsOf: file.url))
        let pageSize = 8192
        // The first interior page: all its children become the first of them.
        let interior = try #require(
            stride(from: pageSize, to: bytes.count, by: pageSize).first { bytes[$0] == 0x05 || bytes[$0] == 0x02 })
        for child in [UInt32(interior / pageSize + 1), 3] {
            withUnsafeBytes(of: child.bigEndian) { bytes.replaceSubrange(interior + 8..<interior + 12, with: $0) }
            try Data(bytes).write(to: file.url)
            let error = #expect(throws: SessionStore.DatabaseError.self) { try file.use() }
            #expect([.corrupt, .foreign].contains(error?.kind))
        }
    }

    /// Bytes changed, pieces cut, moved and repeated. `LIVETOP_SEED` repeats one.
    @Test(arguments: SeededGenerator.runs(60))
    func `a file with damaged bytes is taken or refused`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let file = try ForeignFile()
        var bytes = [UInt8](try Data(contentsOf: file.url))
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(start + Int.random(in: 1...64, using: &random), bytes.count)
            switch random.next() % 6 {
            case 0: bytes[start] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes[start] ^= 1 << UInt8(random.next() % 8)
            case 2: bytes.replaceSubrange(start..<end, with: random.bytes(end - start))
            case 3: bytes.replaceSubrange(start..<end, with: [UInt8](repeating: 0xFF, count: end - start))
            case 4:
                let source = Int.random(in: 0...(bytes.count - (end - start)), using: &random)
                bytes.replaceSubrange(start..<end, with: Array(bytes[source..<source + end - start]))
            default: if random.isOne(in: 8) { bytes.removeLast(min(bytes.count / 2, 8192)) }
            }
        }
        try Data(bytes).write(to: file.url)
        do { try file.use() } catch is SessionStore.DatabaseError {}
        let folder = try file.asDataFolder()
        // Refused is as good as read.
        _ = try? SessionIndex(SessionDatabase.open(in: folder.url)).sessions()
    }

    private func expectRefused(_ sql: String, inFolder: Bool) throws {
        let file = try ForeignFile()
        try file.change(sql)
        let error = #expect(throws: SessionStore.DatabaseError.self) { try Bundle.open(file.url) }
        #expect([.foreign, .corrupt].contains(error?.kind), "\(String(describing: error))")
        guard inFolder else { return }
        for readOnly in [true, false] {
            let folder = try file.asDataFolder()
            #expect(throws: SessionStore.DatabaseError.self) {
                try SessionDatabase.open(in: folder.url, readOnly: readOnly)
            }
        }
    }
}
