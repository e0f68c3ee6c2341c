import Foundation
import GRDB
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// Checkpoints as rows: one for each session, gone with it. What is in them: `RecordingsTests/CheckpointTests`.
@Suite struct CheckpointTableTests {
    private let store: TestStore
    private let table: CheckpointTable
    private static let key = [UInt8](repeating: 1, count: 32)

    init() throws {
        store = try TestStore()
        table = CheckpointTable(store.database)
        var recorder = try store.recorder()
        try recorder.append(
            [WireEvent.opened(.first), .frame(1), .opened(.second), .frame(1, of: .second), .closed(2)].items)
    }

    @Test func `it comes back under its key alone, and the last is kept`() throws {
        #expect(try table.state(of: .first, key: Self.key) == nil)
        try table.keep([7, 0, 7], of: .first, key: Self.key)
        #expect(try table.state(of: .first, key: Self.key) == [7, 0, 7])
        #expect(try table.state(of: .second, key: Self.key) == nil)
        try table.keep([8], of: .first, key: [2])
        #expect(try table.state(of: .first, key: Self.key) == nil)
        #expect(try table.state(of: .first, key: [2]) == [8])
        #expect(try store.column("SELECT count(*) FROM checkpoints") == [1])
    }

    @Test func `one that is too large is neither kept nor read`() throws {
        try table.keep([UInt8](repeating: 0, count: CheckpointTable.byteLimit + 1), of: .first, key: Self.key)
        #expect(try store.column("SELECT count(*) FROM checkpoints") == [0])
        try table.keep([8], of: .first, key: Self.key)
        try store.execute("UPDATE checkpoints SET state = zeroblob(\(CheckpointTable.byteLimit + 1))")
        #expect(try table.state(of: .first, key: Self.key) == nil)
    }

    @Test func `one of a session that does not exist is refused`() throws {
        let nobody = SessionID(ConnectionID(rawValue: 7))
        #expect(throws: SessionStore.DatabaseError.self) { try table.keep([8], of: nobody, key: Self.key) }
    }

    @Test func `it goes when the first rows of its session do, and leaves nothing in the files`() throws {
        let secret = Array("what-somebody-said".utf8)
        try table.keep(secret, of: .first, key: Self.key)
        try table.keep([8], of: .second, key: Self.key)
        try Retention(store.database).remove(.first, isRecording: true)
        #expect(try store.column("SELECT session FROM checkpoints") == [ConnectionID.second.columnValue])
        try Retention(store.database).apply(
            RetentionPolicy(keepFor: .seconds(1), keepBytes: nil), at: anchor + .seconds(10), isRecording: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: store.folder.path) {
            let data = try Data(contentsOf: store.folder.url.appending(path: name))
            #expect(data.range(of: Data(secret)) == nil, "\(name)")
        }
    }

    @Test func `a mark is of the rows that there are`() throws {
        let recording = Recording(store.database)
        let before = try recording.mark(of: .first)
        #expect(before.rowCount == 3)
        #expect(try recording.mark(of: .second).rowCount == 2)
        #expect(try recording.mark(of: SessionID(ConnectionID(rawValue: 7))) == RecordingMark())
        #expect(try recording.mark(of: .first) == before)
        var recorder = try store.recorder(startedAt: anchor + .seconds(60))
        try recorder.append([WireEvent.frame(3)].items)
        let after = try recording.mark(of: .first)
        #expect(after != before)
        #expect(after.rowCount == 4)
        try store.execute("DELETE FROM frames WHERE connection = \(ConnectionID.first.columnValue) AND seq = 1")
        #expect(try recording.mark(of: .first) != after)
        #expect(try recording.mark(of: .first) != before)
    }

    @Test func `long sessions are those of this run that are over`() throws {
        try store.execute("UPDATE sessions SET frames = 10")
        #expect(try table.longSessions(from: 10).map(\.session) == [.first], "the second goes on")
        #expect(try table.longSessions(from: 10).map(\.connections) == [1])
        #expect(try table.longSessions(from: 11).isEmpty)
        _ = try store.recorder(startedAt: anchor + .seconds(60))
        #expect(try table.longSessions(from: 1).isEmpty, "of the run before")
    }

    @Test func `a database of before gets the table, empty`() throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.file(SessionDatabase.fileName))
        try Migrations.run(on: queue, upTo: 6)
        try queue.write { database in
            #expect(try !database.tableExists("checkpoints"))
            try database.execute(sql: "INSERT INTO sessions (id, name) VALUES (7, '00000007')")
        }
        try queue.close()
        let database = try SessionDatabase.open(in: folder.url, readOnly: true)
        let session = SessionID(ConnectionID(rawValue: 7))
        #expect(try CheckpointTable(database).state(of: session, key: Self.key) == nil)
        try CheckpointTable(.openBeside(recorderIn: folder.url)).keep([8], of: session, key: Self.key)
        #expect(try CheckpointTable(database).state(of: session, key: Self.key) == [8])
        #expect(Schema.version >= 7)
    }
}
