import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

/// A call goes on in a new file: it is introduced there, and what is not there is counted.
@Suite struct RunningConnectionsTests {
    private func running(_ items: [RecordItem]) -> RunningConnections {
        var running = RunningConnections()
        for item in items { running.note(item) }
        return running
    }

    @Test func `a new file begins with the opening, the gap and the session of each running connection`() throws {
        let running = running(
            [WireEvent.opened(tag: "a"), .frame(1), .frame(2), .opened(.second), .frame(1, of: .second)].items
                + [.assignment(.second, to: .first, tag: "a")])
        #expect(running.count == 2)
        #expect(running.frameCount == 3)
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append(running.beginning() + [WireEvent.frame(3), .closed(3)].items)
        let found = try store.events(of: .first)
        let first = found.filter { $0.connection == .first }
        #expect(first.map(\.sequence) == [0, 2, 3, 3])
        #expect(first.first == .opened(tag: "a"))
        #expect(first[1].kind == .captureGap(CaptureGap(frames: 2, bytes: 4, cause: .fileLost)))
        #expect(found.contains { $0.connection == .second })
        #expect(try store.index.sessions().map(\.summary.id) == [.first])
    }

    @Test func `what has closed is not introduced`() {
        let running = running([WireEvent.opened(), .frame(1), .closed(1)].items)
        #expect(running.count == 0)
        #expect(running.frameCount == 0)
        #expect(running.beginning().isEmpty)
    }

    @Test func `a connection without a frame has no gap`() {
        #expect(running([WireEvent.opened()].items).beginning() == [WireEvent.opened().item])
    }

    @Test func `a second file that is lost leaves a gap over both, and only its own rows count as lost`() {
        var running = running([WireEvent.opened(), .frame(1), .frame(2)].items)
        let beginning = running.beginning()
        running.move()
        #expect(running.frameCount == 0)
        #expect(running.beginning() == beginning)
        running.note(WireEvent.frame(3).item)
        #expect(running.frameCount == 1)
        #expect(gap(in: running.beginning())?.frames == 3)
    }

    @Test func `frames that were given up before belong to the gap, and are not lost again`() {
        let full = CaptureGap(frames: 7, bytes: 70, cause: .recorderFull)
        let low = CaptureGap(frames: 1, bytes: 2, cause: .diskLow)
        let events = [full, low].map {
            WireEvent(connection: .first, sequence: 8, at: anchor, kind: .captureGap($0))
        }
        let running = running(([WireEvent.opened(), .frame(1)] + events).items)
        #expect(running.frameCount == 1)
        #expect(gap(in: running.beginning()) == CaptureGap(frames: 8, bytes: 72, cause: .fileLost))
    }

    private func gap(in items: [RecordItem]) -> CaptureGap? {
        for case .event(let event) in items {
            if case .captureGap(let gap) = event.kind { return gap }
        }
        return nil
    }
}
