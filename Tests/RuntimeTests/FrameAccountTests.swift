import LiveProtocol
import SessionStore
import Testing

@testable import Runtime

/// Frames are counted where they are; what is no frame does not count.
@Suite struct FrameAccountTests {
    private static func frames(_ count: Int64) -> [RecordItem] {
        (0..<count).map { .event(event($0 + 1, .frame(.clientToServer, Frame(.text, [])))) }
    }

    private static func event(_ sequence: Int64, _ kind: WireEvent.Kind) -> WireEvent {
        WireEvent(
            connection: ConnectionID(rawValue: 1), sequence: sequence, at: Timestamp(nanoseconds: 0), kind: kind)
    }

    @Test func `what was offered is recorded or missing`() {
        var account = FrameAccount()
        account.offer(Self.frames(5) + [.event(Self.event(5, .paused(.serverToClient)))])
        #expect(account.unrecorded == 5)
        account.record(Self.frames(3) + [.event(Self.event(5, .resumed(.serverToClient)))])
        #expect(account.offered == 5 && account.recorded == 3 && account.unrecorded == 2)
        account.lose(2)
        #expect(account.lost == 2 && account.unrecorded == 2)
    }

    @Test func `what is written again is not missing less than nothing`() {
        var account = FrameAccount()
        account.offer(Self.frames(1))
        account.record(Self.frames(2))
        #expect(account.unrecorded == 0)
    }
}
