import Corpus
import Foundation
import GRDB
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

@testable import Diagnosis
@testable import Recordings
@testable import SessionStore

/// A checkpoint is believed where folding would say the same, and thrown away wherever it may not.
/// `OneDoorLawTests` compares the two over the staged corpus.
@Suite struct CheckpointTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    private let recording: TestRecording
    private let events: [WireEvent]
    /// Speech is made once for all tests.
    private static let staged = StagedFailure.all.first { $0.rule == "input-clipping" }.map { failure in
        failure.fires(StagedVariation(0)).wireEvents(from: start)
    }
    private let session: SessionID

    /// A call that is over, with findings, and nothing kept of it.
    init() throws {
        events = try #require(Self.staged)
        recording = try TestRecording(startedAt: Self.start)
        try recording.take(events)
        session = SessionID(try #require(events.first?.connection))
        try recording.end(at: try #require(events.last?.at))
    }

    private func door(_ knowledge: Knowledge = Knowledge()) -> Recordings {
        var recordings = recording.recordings(at: Self.start + .seconds(3_600), knowing: knowledge)
        recordings.leastCheckpointedRows = 1
        return recordings
    }

    private func rows(_ sql: String = "SELECT count(*) FROM checkpoints") throws -> Int? {
        try recording.database.connections.read { try Int.fetchOne($0, sql: sql) }
    }

    private func change(_ sql: String, _ arguments: StatementArguments = []) throws {
        try recording.database.connections.write { try $0.execute(sql: sql, arguments: arguments) }
    }

    /// Nothing is kept that is believed, and the door says what it said before.
    private func expectFolded(_ before: DiagnosedSession, _ comment: Comment) throws {
        #expect(try door().openIfKept(session) == nil, comment)
        let after = try door().diagnose(session)
        let isSame = after.opened.state == before.opened.state && after.result == before.result
        #expect(isSame, comment)
    }

    // MARK: Kept

    @Test func `the first look makes it, the next take it`() throws {
        let first = try door().diagnose(session)
        #expect(!first.findings.isEmpty)
        #expect(try rows() == 1)
        let kept = try #require(try door().openIfKept(session))
        #expect(kept.ledger?.looks == first.opened.ledger?.looks)
        // Proof that nothing is read: what was recorded is not there any more, and the index says that it is.
        try change("UPDATE frames SET payload = zeroblob(1), codec = 0")
        #expect(try door().diagnose(session).result == first.result)
    }

    @Test func `a short session is not worth one`() throws {
        var door = door()
        door.leastCheckpointedRows = CheckpointShelf.leastRows
        _ = try door.open(session)
        #expect(try rows() == 0)
    }

    @Test func `a folder that is only read keeps it too, and one that cannot be written does without`() throws {
        let folder = recording.folder
        var reader = Recordings(
            try SessionDatabase.open(in: folder.url, readOnly: true), in: folder.url, knowledge: Knowledge()
        ) { Self.start }
        reader.leastCheckpointedRows = 1
        _ = try reader.open(session)
        #expect(try reader.openIfKept(session) != nil)
        try change("DELETE FROM checkpoints")
        try change("CREATE TRIGGER full BEFORE INSERT ON checkpoints BEGIN SELECT RAISE(FAIL, 'full'); END")
        _ = try reader.open(session)
        #expect(try reader.openIfKept(session) == nil)
    }

    @Test func `a keeper makes them when calls have ended, once`() throws {
        try recording.beginAnew(at: Self.start + .seconds(100))
        let later = events.map { event in
            var event = event
            event.connection = ConnectionID(rawValue: event.connection.rawValue + 500_000)
            event.at = event.at + .seconds(200)
            return event
        }
        let other = SessionID(try #require(later.first?.connection))
        var keeper = CheckpointKeeper(Knowledge(), from: 1)
        try recording.take(later.dropLast())
        try recording.cache(try #require(recording.live.fleet[other]).summary(at: Self.start))
        try keeper.catchUp(in: recording.database) { true }
        #expect(try rows() == 0, "it goes on")
        try recording.take(later.suffix(1))
        try recording.cache(try #require(recording.live.fleet[other]).summary(at: Self.start))
        var asked = 0
        try keeper.catchUp(in: recording.database) {
            asked += 1
            return asked < 5
        }
        #expect(try rows() == 0, "it was given up")
        try keeper.catchUp(in: recording.database) { true }
        #expect(try rows() == 1, "not of the run before")
        let kept = try #require(try door().openIfKept(other))
        try change("DELETE FROM checkpoints")
        let isSame = try door().open(other).state == kept.state
        #expect(isSame)
        try change("DELETE FROM checkpoints")
        try keeper.catchUp(in: recording.database) { true }
        #expect(try rows() == 0, "it is done with")
    }

    // MARK: Thrown away

    @Test func `other knowledge, another program, another session and more rows have another key`() throws {
        let before = try door().diagnose(session)
        var knowledge = Knowledge()
        knowledge.thresholds.muted = ["input-clipping"]
        #expect(try door(knowledge).openIfKept(session) == nil)
        knowledge = Knowledge()
        knowledge.thresholds[try #require(Diagnosis.rules.lazy.flatMap(\.thresholds).first)] = 12_345
        #expect(try door(knowledge).openIfKept(session) == nil)
        knowledge = Knowledge()
        knowledge.prices.models = []
        #expect(try door(knowledge).openIfKept(session) == nil)
        knowledge = Knowledge()
        knowledge.models.families = []
        #expect(try door(knowledge).openIfKept(session) == nil)
        #expect(try door().openIfKept(session) != nil)

        let mark = try Recording(recording.database).mark(of: session)
        let own = try #require(ProgramIdentity.own)
        let folder = try #require(ProgramIdentity(at: recording.folder.path))
        let keys = try [
            CheckpointKey(of: session, mark, Knowledge(), by: own),
            CheckpointKey(of: session, mark, Knowledge(), by: folder),
            CheckpointKey(of: SessionID(ConnectionID(rawValue: 9)), mark, Knowledge(), by: own),
        ]
        #expect(Set(keys.map(\.bytes)).count == 3)
        #expect(ProgramIdentity(at: "/nowhere") == nil)

        try change("DELETE FROM frames WHERE id = (SELECT max(id) FROM frames)")
        #expect(try door().openIfKept(session) == nil)
        #expect(before.opened.state.lastAt >= (try door().open(session).state.lastAt))
    }

    @Test func `a call that went on has none until somebody looks again`() throws {
        let before = try door().open(session).state
        #expect(try door().openIfKept(session) != nil)
        let last = try #require(events.last)
        try recording.beginAnew(at: last.at + .seconds(1))
        try recording.take([
            WireEvent(
                connection: last.connection, sequence: last.sequence + 1, at: last.at + .seconds(2),
                kind: .frame(.serverToClient, Frame(.text, Array("{}".utf8))))
        ])
        #expect(try door().openIfKept(session) == nil)
        #expect(try door().open(session).state.traffic.frames == before.traffic.frames + 1)
        #expect(try door().openIfKept(session)?.state.traffic.frames == before.traffic.frames + 1)
        #expect(try rows() == 1)
    }

    @Test func `what was cut or changed is not believed`() throws {
        let before = try door().diagnose(session)
        let state = try #require(
            try recording.database.connections.read { try Data.fetchOne($0, sql: "SELECT state FROM checkpoints") })
        func put(_ bytes: Data) throws { try change("UPDATE checkpoints SET state = ?", [bytes]) }
        for length in [0, 1, 31, 32, 33, state.count / 2, state.count - 1] {
            try put(state.prefix(length))
            #expect(try door().openIfKept(session) == nil, "\(length) bytes")
        }
        try put(state.prefix(state.count - 1))
        try expectFolded(before, "cut")
        var changed = state
        changed[changed.count / 2] ^= 1
        try put(changed)
        try expectFolded(before, "changed")
        #expect(try rows() == 1, "and a good one stands in its place")
        #expect(try door().openIfKept(session) != nil)
        try change("UPDATE checkpoints SET key = zeroblob(32)")
        try expectFolded(before, "another key")
        try change("UPDATE checkpoints SET state = zeroblob(\(CheckpointTable.byteLimit + 1))")
        try expectFolded(before, "too large")
    }

    @Test func `one of another session, and sizes that cannot be, are not believed even with the right sum`() throws {
        let before = try door().diagnose(session)
        let slot = try #require(try door().shelf.slot(of: session, from: 1))
        let folded = try #require(try door().shelf.checkpoint(in: slot))
        func put(_ state: [UInt8]) throws {
            let digest = ByteDigest()
            digest.update(state)
            try change("UPDATE checkpoints SET state = ?", [Data(digest.finished() + state)])
        }
        let other = SessionState(id: SessionID(ConnectionID(rawValue: 77)), openedAt: Self.start)
        try put(BinaryEncoder.bytes(of: SessionCheckpoint(state: other, ledger: folded.ledger)))
        try expectFolded(before, "of another session")
        try put([UInt8](repeating: 0xFF, count: 4_096))
        try expectFolded(before, "hostile sizes")
        try put([])
        try expectFolded(before, "nothing")
    }

    @Test func `whatever one bit is changed to, reading ends`() throws {
        let opened = try door().open(session)
        let bytes = try BinaryEncoder.bytes(of: SessionCheckpoint(state: opened.state, ledger: opened.ledger))
        let step = max(bytes.count / 50, 1)
        var refused = 0
        for index in stride(from: 0, to: bytes.count, by: step) {
            var changed = bytes
            changed[index] ^= 0xFF
            if (try? BinaryDecoder.value(SessionCheckpoint.self, from: changed)) == nil { refused += 1 }
        }
        #expect(refused > 0)
    }

    // MARK: Removed, and elsewhere

    @Test func `it goes with its session`() throws {
        _ = try door().open(session)
        try Retention(recording.database).remove(session, isRecording: false)
        #expect(try rows() == 0)
    }

    @Test func `a bundle has none, and one that somebody put there is not believed`() throws {
        let before = try door().diagnose(session)
        let file = recording.folder.url.appending(path: "call.livetop")
        try Bundle.write([session], of: recording.database, to: file)
        let queue = try DatabaseQueue(path: file.path)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM checkpoints") } == 0)
        // With the right key and sum, of the bundle's own rows: all that somebody else could do.
        let opened = try SessionDatabase.open(in: file, readOnly: true)
        let mark = try Recording(opened).mark(of: session)
        let key = try CheckpointKey(of: session, mark, Knowledge(), by: try #require(.own))
        var forged = before.opened.state
        forged = SessionState(id: session, openedAt: forged.openedAt)
        let state = try BinaryEncoder.bytes(of: SessionCheckpoint(state: forged, ledger: nil))
        let digest = ByteDigest()
        digest.update(state)
        try queue.write {
            try $0.execute(
                sql: "INSERT INTO checkpoints VALUES (?, ?, ?)",
                arguments: [session.firstConnection.columnValue, Data(key.bytes), Data(digest.finished() + state)])
        }
        try queue.close()
        var door = Recordings(
            try SessionDatabase.open(in: file, readOnly: true), in: file, knowledge: Knowledge()
        ) { Self.start }
        door.leastCheckpointedRows = 1
        #expect(try door.openIfKept(session) == nil)
        let isSame = try door.open(session).state == before.opened.state
        #expect(isSame)
    }

    @Test func `a backup has none`() throws {
        _ = try door().open(session)
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "copy.db")
        try recording.database.backUp(to: target)
        let queue = try DatabaseQueue(path: target.path)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM checkpoints") } == 0)
        #expect(try rows() == 1)
    }
}
