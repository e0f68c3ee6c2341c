import Foundation
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct OutboxTests {
    private static let url = "http://127.0.0.1:8123/livetop"
    private static let now = Timestamp.seconds(1_000, after: anchor)
    private let store: TestStore
    private let outbox: Outbox

    init() throws {
        store = try TestStore()
        outbox = Outbox(store.database, url: Self.url)
    }

    private func begin() throws { try outbox.begin(node: "here", payload: "full", at: Self.now) }

    /// A connection of `frames` frames, which has ended.
    private func record(_ frames: Int64, _ id: ConnectionID = .first, by recorder: inout Recorder) throws {
        let events =
            [WireEvent.opened(id)] + (1...frames).map { WireEvent.frame($0, of: id) } + [.closed(frames, of: id)]
        try recorder.append(events.items)
    }

    private func next(_ rows: Int = 10_000, _ bytes: Int64 = 1 << 20) throws -> OutboxBatch? {
        try outbox.freeze(
            .init(rows: rows, bytes: bytes), payload: "full", encoding: 1, at: Self.now)?.batch
    }

    private func acknowledge(_ batch: OutboxBatch, at now: Timestamp) throws {
        try outbox.acknowledge(batch, outbox.rows(of: batch), at: now)
    }

    @Test func `batches hold every row once, in order, and end when all are there`() throws {
        var recorder = try store.recorder()
        try record(10, by: &recorder)
        try begin()
        var ids: [Int64] = []
        while let batch = try next(5) {
            #expect(batch.count <= 5)
            ids += try outbox.rows(of: batch).rows.map(\.id)
            try outbox.acknowledge(batch, outbox.rows(of: batch), at: Self.now)
        }
        #expect(ids == Array(1...12))
        let state = try #require(try outbox.state())
        #expect(state.waitingRows == 0 && state.waitingSince == nil && state.rows == 12 && state.batches == 3)
        try record(1, .second, by: &recorder)
        #expect(try next()?.first == 13)
    }

    @Test func `a batch that was not acknowledged is the same again, whatever came since`() throws {
        var recorder = try store.recorder()
        try record(3, by: &recorder)
        try begin()
        let batch = try #require(try next())
        let rows = try outbox.rows(of: batch)
        try record(3, .second, by: &recorder)
        #expect(try outbox.pendingBatch() == batch)
        #expect(try outbox.rows(of: batch) == rows)
        #expect(rows.rows.count == 5 && rows.unreadable == [])
        try outbox.acknowledge(batch, outbox.rows(of: batch), at: Self.now)
        #expect(try outbox.pendingBatch() == nil)
        #expect(try next()?.first == 6)
    }

    @Test func `a batch ends with the row that fills it`() throws {
        var recorder = try store.recorder()
        let payload = [UInt8](repeating: 7, count: 10_000)
        try recorder.append([WireEvent.opened()].items + (1...9).map { WireEvent.frame($0, payload).item })
        try begin()
        let batch = try #require(try next(10_000, 30_000))
        #expect(batch.count == 4 && batch.last == 4)
    }

    @Test func `a damaged row does not keep the others here`() throws {
        var recorder = try store.recorder()
        try record(3, by: &recorder)
        try store.execute("UPDATE frames SET direction = 9 WHERE id = 3")
        try begin()
        let batch = try #require(try next())
        let found = try outbox.rows(of: batch)
        #expect(found.rows.map(\.id) == [1, 2, 4, 5] && found.unreadable == [3])
        try outbox.setApart(row: 3, kind: "local", code: 0, reason: "damaged", at: Self.now)
        #expect(try outbox.state()?.deadRows == 1)
    }

    @Test func `a number is not given again when its row is removed`() throws {
        var recorder = try store.recorder()
        try record(3, by: &recorder)
        try begin()
        try acknowledge(#require(try next()), at: Self.now)
        try Retention(store.database).remove(.first, isRecording: false)
        #expect(try store.column("SELECT count(*) FROM frames") == [0])
        try record(2, .second, by: &recorder)
        let batch = try #require(try next(), "what follows is taken for sent")
        #expect(batch.first == 6 && batch.count == 4)
        var another = try store.recorder()
        try Retention(store.database).remove(.second, isRecording: false)
        try record(1, ConnectionID(rawValue: 300_000_000_000), by: &another)
        #expect(try store.column("SELECT min(id) FROM events") == [10])
    }

    @Test func `sessions of rows that are there are to be told of until they are settled`() throws {
        var recorder = try store.recorder()
        try record(3, by: &recorder)
        try recorder.append([.summary(SessionSummary(id: .first, activity: .closed, openedAt: anchor, turns: 4))])
        try begin()
        #expect(try outbox.unsettledSessions(after: nil, limit: 9) == [])
        try acknowledge(#require(try next()), at: Self.now)
        guard case .known(let session)? = try outbox.unsettledSessions(after: nil, limit: 9).first else {
            Issue.record("nothing to tell")
            return
        }
        #expect(session.id == .first && session.connections.map(\.id) == [.first] && session.digest == nil)
        #expect(session.stored.summary.turns == 4 && session.cachedSummary?.version == Int64(SummaryJSON.version))
        #expect(session.connections.first?.closeCode == 1008 && session.connections.first?.run.host == "here")
        #expect(session.connections.first?.openedAt == anchor)
        try outbox.note([.init(.first, digest: 7, findings: 2, isSettled: true)])
        #expect(try outbox.unsettledSessions(after: nil, limit: 9) == [])
        try recorder.append([WireEvent.frame(4).item])
        try acknowledge(#require(try next()), at: Self.now)
        guard case .known(let again)? = try outbox.unsettledSessions(after: nil, limit: 9).first else {
            Issue.record("nothing to tell")
            return
        }
        #expect(again.digest == 7 && again.findings == 2)
    }

    @Test func `a session that was none is taken back, and one that was removed is left there`() throws {
        var recorder = try store.recorder()
        try record(1, by: &recorder)
        try record(1, .second, by: &recorder)
        try begin()
        try acknowledge(#require(try next()), at: Self.now)
        try recorder.append([.assignment(.second, to: .first, tag: nil)])
        #expect(
            try outbox.unsettledSessions(after: .first, limit: 9) == [.joined(.second, openedAt: anchor)])
        try Retention(store.database).remove(.first, isRecording: false)
        #expect(try outbox.unsettledSessions(after: nil, limit: 9) == [.removed(.first), .removed(.second)])
        try outbox.drop(.first)
        try outbox.drop(.second)
        #expect(try outbox.unsettledSessions(after: nil, limit: 9) == [])
    }

    @Test func `what is sent again begins with the first row of that time`() throws {
        var recorder = try store.recorder()
        try record(10, by: &recorder)
        try begin()
        try acknowledge(#require(try next()), at: Self.now)
        try outbox.note([.init(.first, digest: 7, findings: 0, isSettled: true)])
        #expect(try outbox.rewind(to: .seconds(8, after: anchor)) == 4)
        #expect(try next()?.first == 9)
        #expect(try outbox.unsettledSessions(after: nil, limit: 9).count == 1)
        #expect(try outbox.rewind(to: .seconds(100, after: anchor)) == 0)
    }

    @Test func `who goes back while a batch is on its way is not overtaken by its answer`() throws {
        var recorder = try store.recorder()
        try record(10, by: &recorder)
        try begin()
        let batch = try #require(try next())
        #expect(try outbox.rewind(to: anchor) == 0)
        let again = try #require(
            try outbox.freeze(.init(), payload: "none", encoding: 1, at: .seconds(1, after: Self.now))?.batch)
        try outbox.acknowledge(batch, outbox.rows(of: batch), at: Self.now)
        #expect(try outbox.pendingBatch() == again)
        #expect(try outbox.state()?.waitingRows == 12)
        try outbox.acknowledge(again, outbox.rows(of: again), at: Self.now)
        try outbox.acknowledge(again, outbox.rows(of: again), at: Self.now)
        #expect(try outbox.state()?.waitingRows == 0 && outbox.state()?.rows == 12)
    }

    @Test func `what keeps rows here is told with its beginning, and is over with the next success`() throws {
        var recorder = try store.recorder()
        try record(2, by: &recorder)
        try begin()
        try outbox.note(problem: ("nobody answers", "start it"), at: Self.now)
        try outbox.note(problem: ("no such table", "make it"), at: .seconds(60, after: Self.now))
        let state = try #require(try outbox.state())
        #expect(state.problem == .init(why: "no such table", cure: "make it", since: Self.now))
        #expect(state.waitingSince == anchor && state.waitingRows == 4 && state.succeededAt == nil)
        try acknowledge(#require(try next()), at: .seconds(90, after: Self.now))
        #expect(try outbox.state()?.problem == nil)
        #expect(try outbox.state()?.succeededAt == .seconds(90, after: Self.now))
    }

    @Test func `a store is forgotten with all that waits for it`() throws {
        try begin()
        #expect(try Outbox.states(in: store.database).map(\.url) == [Self.url])
        #expect(try outbox.forget())
        #expect(try !outbox.forget())
        #expect(try outbox.state() == nil)
        #expect(throws: DatabaseError.self) { try next() }
    }

    @Test func `what a store waits for is not removed for its age, but for the size of the disk, and is counted`()
        throws
    {
        var recorder = try store.recorder()
        try record(3, by: &recorder)
        let retention = Retention(store.database)
        let later = Timestamp.seconds(200_000, after: anchor)
        let policy = RetentionPolicy(keepFor: .seconds(60))
        func due(_ policy: RetentionPolicy, _ now: Timestamp) throws -> Int {
            try retention.candidates(under: policy, at: now, isRecording: false).count
        }
        #expect(try due(policy, later) == 1)
        try outbox.begin(node: "here", payload: "full", at: later)
        #expect(try due(policy, later) == 0)
        #expect(try due(RetentionPolicy(keepBytes: 1), later) == 1)
        try acknowledge(#require(try next()), at: later)
        #expect(try due(policy, later) == 1)
        #expect(try due(policy, .seconds(3_600, after: anchor)) == 0, "a day passes before what is there may go")
        try record(2, .second, by: &recorder)
        #expect(try due(policy, later) == 1)
        #expect(try due(policy, .seconds(8 * 86_400, after: later)) == 2, "nobody has tried for a week")
        try retention.apply(RetentionPolicy(keepBytes: 1), at: later, isRecording: false)
        #expect(try outbox.state()?.droppedRows == 4)
    }

    @Test func `a bundle holds nothing of what was sent`() throws {
        var recorder = try store.recorder()
        try record(1, by: &recorder)
        try begin()
        try acknowledge(#require(try next()), at: Self.now)
        let file = store.folder.url.appending(path: "one.livetop")
        try Bundle.write([.first], of: store.database, to: file)
        #expect(try Outbox.states(in: Bundle.open(file)) == [])
    }
}
