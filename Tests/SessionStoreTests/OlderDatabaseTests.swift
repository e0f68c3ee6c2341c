import Filters
import Foundation
import GRDB
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

/// What an older livetop recorded is read like one's own.
@Suite struct OlderDatabaseTests {
    private static let session = SessionID("6b1fdafd")

    /// A data folder with a database of schema 1.
    private static func folder(as name: String = SessionDatabase.fileName) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let dump = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/schema-1.sql")
        let sql = try String(contentsOf: dump, encoding: .utf8)
        var configuration = Configuration()
        // The tables come in the order of their names.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: folder.file(name), configuration: configuration)
        // The dump begins and ends a transaction itself.
        try queue.writeWithoutTransaction {
            try $0.execute(sql: sql)
            try $0.execute(sql: "PRAGMA application_id = \(Migrations.applicationID); PRAGMA user_version = 1")
        }
        try queue.close()
        return folder
    }

    private func expectReadable(_ database: SessionDatabase) throws {
        let session = try #require(Self.session)
        let sessions = try SessionIndex(database).sessions()
        #expect(sessions.count == 2)
        #expect(sessions.contains { $0.summary.tag == "chat" && $0.origin == nil && $0.isCached })
        var folding = Folding(Fleet())
        try Recording(database).forEachEvent(of: session) { folding.apply($0) }
        let state = try #require(folding.fleet[session])
        #expect(state.turns.count == 8)
        #expect(state.connections.first?.closure?.code?.rawValue == 1000)
        #expect(try MarkTable(database).all().isEmpty)
    }

    @Test func `a reader brings it up to date, and everything is there`() throws {
        let folder = try Self.folder()
        try expectReadable(SessionDatabase.open(in: folder.url, readOnly: true))
        // The second time there is nothing to do.
        try expectReadable(SessionDatabase.open(in: folder.url, readOnly: true))
        try TextIndexer(.openBeside(recorderIn: folder.url)).catchUp()
        let hits = try TextIndex(SessionDatabase.open(in: folder.url, readOnly: true))
            .hits(for: .words("What would you"))
        #expect(!hits.isEmpty)
    }

    @Test func `a recorder goes on in it`() throws {
        let folder = try Self.folder()
        let database = try SessionDatabase.open(in: folder.url)
        var recorder = try Recorder(
            database, header: RecordingHeader(startedAt: anchor, version: "1", capture: .full, host: nil))
        try recorder.append([WireEvent.opened()].items)
        #expect(try SessionIndex(database).sessions().count == 3)
    }

    @Test func `whoever writes to it gives it the views for people, over what is in it`() throws {
        let folder = try Self.folder()
        let database = try SessionDatabase.open(in: folder.url)
        let found = try database.connections.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT s.session, s.state, s.opened_at, s.turns, s.closed_by, s.close_code,
                        (SELECT count(*) FROM v_frames f WHERE f.session = s.session) AS frames,
                        (SELECT count(*) FROM v_turns t WHERE t.session = s.session) AS told
                    FROM v_sessions s WHERE s.tag = 'chat'
                    """
            ).map { row in Array(row.databaseValues).map(\.description) }
        }
        #expect(
            found == [
                [
                    #""6b1fdafd""#, #""closed""#, #""2026-11-28T08:55:10.061Z""#, "8", #""client""#, "1000", "61", "0",
                ]
            ])
    }

    @Test func `while an older livetop records into it, it is left alone`() throws {
        let folder = try Self.folder()
        let lock = try FolderLock(folder.url)
        let error = try #require(
            throws: SessionStore.DatabaseError.self
        ) { try SessionDatabase.open(in: folder.url, readOnly: true) }
        #expect(error.kind == .older)
        #expect(error.cure.contains("Stop that one"))
        let version = try DatabaseQueue(path: folder.file(SessionDatabase.fileName)).read {
            try Int.fetchOne($0, sql: "PRAGMA user_version")
        }
        #expect(version == 1)
        withExtendedLifetime(lock) {}
    }

    @Test func `a bundle of an older livetop is read, and not changed`() throws {
        let folder = try Self.folder(as: "old.livetop")
        let file = folder.url.appendingPathComponent("old.livetop")
        let before = try Data(contentsOf: file)
        let opened = try SessionDatabase.open(in: file, readOnly: true)
        try expectReadable(opened)
        #expect(try Data(contentsOf: file) == before)
        #expect(!FileManager.default.fileExists(atPath: opened.file.path), "no copy of the calls stays behind")
    }
}
