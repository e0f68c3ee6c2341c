import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

@Suite struct SavingSpaceTests {
    @Test func `without space frames go on without payload, and the gap is written when there is space again`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        try recorder.saveSpace(true)
        try recorder.append([WireEvent.frame(2), .frame(3)].items)
        #expect(try store.gaps(of: .first).isEmpty)
        try recorder.saveSpace(false)
        try recorder.append([WireEvent.frame(4).item])

        #expect(try store.gaps(of: .first) == [CaptureGap(frames: 2, bytes: 4, cause: .diskLow)])
        #expect(try store.payloadCounts(of: .first) == [2, nil, nil, 2])
    }

    @Test func `a connection that closes without space takes its gap with it`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.saveSpace(true)
        try recorder.append([WireEvent.opened(), .frame(1), .frame(1, of: .second), .closed(1)].items)
        #expect(try store.gaps(of: .first).map(\.frames) == [1])
        #expect(try store.gaps(of: .second).isEmpty)
        try recorder.finish(at: anchor)
        #expect(try store.gaps(of: .second).map(\.frames) == [1])
        #expect(try store.gaps(of: .first).map(\.frames) == [1])
    }
}
