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

    @Test func `a list never says more than the recording holds`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let summary = SessionSummary(id: .first, model: "m", activity: .tool, openedAt: anchor, frames: 7)
        try recorder.append([WireEvent.opened().item, WireEvent.frame(1).item, .summary(summary)])
        #expect(try store.index.session(.first)?.summary.frames == 7)
        try recorder.append([
            .gap(6, frames: 5, .recorderFull), .summary(summary), .unsettled(.first), .summary(summary),
        ])
        let counted = try #require(try store.index.session(.first))
        #expect(!counted.isCached && counted.summary.model == nil)
        #expect(counted.summary.frames == 1 && counted.summary.droppedFrames == 5)
        #expect(try store.column("SELECT frames_not_captured FROM v_sessions") == [5])
        // Also as a part of another session.
        try recorder.append([
            WireEvent.opened(.second).item, .summary(SessionSummary(id: .second, activity: .tool, openedAt: anchor)),
            .assignment(.first, to: .second, tag: nil),
            .summary(SessionSummary(id: .second, activity: .tool, openedAt: anchor, frames: 7)),
        ])
        #expect(try store.index.session(.second)?.summary.droppedFrames == 5)
    }

    @Test func `what was not understood either, and what was imported, is no reason to count rows`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let summary = SessionSummary(id: .first, activity: .tool, openedAt: anchor, frames: 1, droppedFrames: 5)
        try recorder.append([WireEvent.opened().item, .gap(6, frames: 5, .tapFull), .summary(summary)])
        #expect(try store.index.session(.first)?.isCached == true)
        let other = try TestStore()
        let header = RecordingHeader(startedAt: anchor, version: "1", capture: .full, host: nil)
        var imported = try Recorder(other.database, header: header, endedAt: anchor + .seconds(9))
        try imported.append([WireEvent.opened().item, .gap(6, frames: 5, .recorderFull), .summary(summary)])
        #expect(try other.index.session(.first)?.isCached == true)
    }

    @Test func `gaps with absurd counts do not keep a session from being listed`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([
            .gap(1, frames: .max, .diskLow), .gap(2, frames: .max, .diskLow), .gap(3, frames: -9, .tapFull),
        ])
        #expect(try store.index.session(.first)?.summary.droppedFrames == 1 << 53)
        try store.execute("UPDATE events SET json = 'x'")
        #expect(try store.index.session(.first)?.summary.droppedFrames == 0)
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

extension RecordItem {
    fileprivate static func gap(_ sequence: Int64, frames: Int64, _ cause: CaptureGap.Cause) -> RecordItem {
        .event(
            WireEvent(
                connection: .first, sequence: sequence, at: .seconds(Double(sequence), after: anchor),
                kind: .captureGap(CaptureGap(frames: frames, bytes: 1, cause: cause))))
    }
}
