import Foundation
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

/// What a store gives back is read like what was recorded.
@Suite struct FetchedStoreTests {
    private let store: TestStore
    private let copy: TemporaryFolder

    init() throws {
        store = try TestStore()
        copy = try TemporaryFolder()
        var recorder = try store.recorder()
        let sample = PathSample(client: .milliseconds(3), upstream: nil)
        let events: [WireEvent] = [
            .opened(tag: "t"), .frame(1, direction: .clientToServer), .frame(2, [0xFF, 0]),
            WireEvent(connection: .first, sequence: 2, at: .seconds(2.5, after: anchor), kind: .pathSample(sample)),
            WireEvent(connection: .first, sequence: 2, at: .seconds(2.7, after: anchor), kind: .pathSample(sample)),
            .frame(3, []), .closed(3),
        ]
        try recorder.append(events.items)
        try recorder.append([
            .summary(SessionSummary(id: .first, tag: "t", activity: .closed, openedAt: anchor, turns: 4))
        ])
    }

    /// The session, its connection and its rows as they were shipped.
    private func shipped() throws -> (session: OutboxSession, rows: [OutboxRow]) {
        let outbox = Outbox(store.database, url: "http://h:8123/d")
        try outbox.begin(node: "n", payload: "full", at: anchor)
        let batch = try #require(
            try outbox.freeze(.init(), payload: "full", encoding: 1, at: anchor)?.batch)
        try outbox.acknowledge(batch, outbox.rows(of: batch), at: anchor)
        guard case .known(let session)? = try outbox.unsettledSessions(after: nil, limit: 1).first else {
            throw CocoaError(.featureUnsupported)
        }
        return (session, try outbox.rows(of: batch).rows)
    }

    private func fetched(_ session: OutboxSession) throws -> FetchedStore {
        var fetched = try FetchedStore(in: copy.url)
        let row = FetchedSession(
            id: session.id, tag: session.tag, origin: nil, summary: session.summary,
            summaryVersion: session.summaryVersion)
        try fetched.add([row], session.connections.map { ("n", $0) })
        return fetched
    }

    private func events(in database: SessionDatabase) throws -> [WireEvent] {
        var found: [WireEvent] = []
        try Recording(database).forEachEvent(of: .first) { found.append($0) }
        return found
    }

    @Test func `events come back in their order, with their bytes and times, however often they are fetched`() throws {
        let (session, rows) = try shipped()
        let fetched = try fetched(session)
        try fetched.add(Array(rows.suffix(3)))
        try fetched.add(rows.reversed())
        #expect(try events(in: fetched.database) == store.events(of: .first))
        #expect(rows.count == 7)
        let listed = try SessionIndex(fetched.database).sessions()
        #expect(listed == (try store.index.sessions()))
    }

    @Test func `a row whose number another has is not lost`() throws {
        let (session, rows) = try shipped()
        let fetched = try fetched(session)
        let twins = rows.map { row in
            var row = row
            row.id = 1
            return row
        }
        try fetched.add(twins)
        #expect(try events(in: fetched.database).count == 7)
    }

    @Test func `rows of a connection that is not here are left out`() throws {
        let (session, rows) = try shipped()
        let fetched = try fetched(session)
        var stray = try #require(rows.first)
        stray.connection = .second
        try fetched.add([stray])
        #expect(try events(in: fetched.database) == [])
    }
}
