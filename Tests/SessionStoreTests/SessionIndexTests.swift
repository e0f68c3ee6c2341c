import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct SessionIndexTests {
    @Test func `without a cached summary the rows are counted`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append(
            [.opened(tag: "t"), .frame(1, [1, 2, 3], direction: .clientToServer), .frame(2), .closed(2)].items)
        let stored = try #require(try store.index.session(.first))
        #expect(!stored.isCached)
        #expect(!stored.hasOpenConnection)
        #expect(
            stored.summary
                == SessionSummary(
                    id: .first, tag: "t", activity: .closed, openedAt: anchor, closedAt: .seconds(2, after: anchor),
                    frames: 2, bytesUp: 3, bytesDown: 2,
                    closure: Closure(by: .server, code: CloseCode(rawValue: 1008), reason: "why"),
                    targets: CallTargets(
                        hosts: ["generativelanguage.googleapis.com"], paths: ["/ws/x?key=REDACTED"])))
    }

    @Test func `frames that announce absurd sizes do not keep a session from being listed`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let frame = Frame(opcode: .text, byteCount: .max, payload: nil)
        try recorder.append(
            (1...3).map {
                .event(WireEvent(connection: .first, sequence: $0, at: anchor, kind: .frame(.clientToServer, frame)))
            })
        #expect(try store.index.session(.first)?.summary.bytesUp == 3 << 53)
    }

    @Test func `a session whose recorder was killed has an open connection`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        let stored = try #require(try store.index.session(.first))
        #expect(stored.hasOpenConnection)
        #expect(stored.summary.closedAt == nil)
        #expect(stored.summary.activity == .connecting)
    }

    @Test func `a summary of another version is as good as none`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let summary = SessionSummary(id: .first, model: "m", activity: .tool, openedAt: anchor)
        try recorder.append([WireEvent.opened().item, .summary(summary)])
        try store.execute("UPDATE sessions SET summary_version = 0")
        #expect(try store.index.session(.first)?.summary.model == nil)
    }

    @Test func `sessions are listed newest first, by tag when asked`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(.first, tag: "x"), .opened(.second)].items)
        #expect(try store.index.sessions().map(\.summary.id) == [.second, .first])
        #expect(try store.index.sessions(tag: "x").map(\.summary.id) == [.first])
        #expect(try store.index.sessions(limit: 1).map(\.summary.id) == [.second])
        #expect(try store.index.session(SessionID(ConnectionID(rawValue: 1))) == nil)
    }

    @Test func `the last connection seeds the next`() throws {
        let store = try TestStore()
        #expect(try store.index.lastConnection() == nil)
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(.second), .opened(.first)].items)
        #expect(try store.index.lastConnection() == .second)
    }
}
