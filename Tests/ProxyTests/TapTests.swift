import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

@Suite struct TapTests {
    private func frame(_ sequence: Int64, byteCount: Int = 10) -> WireEvent {
        let frame = Frame(.text, [UInt8](repeating: 0x20, count: byteCount))
        return WireEvent(
            connection: ConnectionID(rawValue: 7), sequence: sequence, at: Timestamp(nanoseconds: sequence),
            kind: .frame(.serverToClient, frame))
    }

    private func closed(_ sequence: Int64) -> WireEvent {
        WireEvent(
            connection: ConnectionID(rawValue: 7), sequence: sequence, at: Timestamp(nanoseconds: sequence),
            kind: .closed(Closure(by: .client)))
    }

    @Test func `frames that do not fit become one gap where they stood`() {
        let tap = Tap(limits: .init(count: 2, byteCount: 1 << 20, reservedCount: 8))
        var gap: CaptureGap?
        tap.offer((1...5).map { frame($0) }, gap: &gap)
        #expect(gap == CaptureGap(frames: 3, bytes: 30, cause: .tapFull))
        #expect(tap.nextBatch(within: .zero) == [.event(frame(1)), .event(frame(2))])
        tap.offer([frame(6)], gap: &gap)
        #expect(gap == nil)
        let report = WireEvent(
            connection: ConnectionID(rawValue: 7), sequence: 5, at: Timestamp(nanoseconds: 6),
            kind: .captureGap(CaptureGap(frames: 3, bytes: 30, cause: .tapFull)))
        #expect(tap.nextBatch(within: .zero) == [.event(report), .event(frame(6))])
    }

    @Test func `an end is never lost to a flood of frames, and the gap stands before it`() {
        let tap = Tap(limits: .init(count: 2, byteCount: 1 << 20, reservedCount: 8))
        var gap: CaptureGap?
        tap.offer((1...100).map { frame($0) } + [closed(100)], gap: &gap)
        let kinds = tap.nextBatch(within: .zero)?.map { item in
            guard case .event(let event) = item else { return "exchange" }
            return switch event.kind {
            case .frame: "frame"
            case .captureGap(let gap): "gap of \(gap.frames)"
            case .closed: "closed"
            default: "other"
            }
        }
        #expect(kinds == ["frame", "frame", "gap of 98", "closed"])
    }

    @Test func `frames seen and frames in gaps add up, in order, whatever the room`() {
        expectProperty(runs: 50) { random in
            let tap = Tap(limits: .init(count: 20, byteCount: 4000, reservedCount: 50))
            var gap: CaptureGap?
            var next: Int64 = 1
            var items: [Tap.Item] = []
            for _ in 0..<60 {
                let last = next + Int64.random(in: 0...15, using: &random)
                tap.offer(
                    (next...last).map { frame($0, byteCount: Int.random(in: 0...300, using: &random)) }, gap: &gap)
                next = last + 1
                if random.isOne(in: 3) { items += tap.nextBatch(within: .zero) ?? [] }
            }
            items += tap.nextBatch(within: .zero) ?? []
            tap.offer([closed(next - 1)], gap: &gap)
            items += tap.nextBatch(within: .zero) ?? []
            var counted: Int64 = 0
            for case .event(let event) in items {
                switch event.kind {
                case .frame: counted += 1
                case .captureGap(let gap): counted += gap.frames
                default: continue
                }
                try #require(event.sequence == counted)
            }
            try #require(counted == next - 1)
        }
    }

    @Test func `a call goes on while nobody drains the tap`() async throws {
        let tap = Tap(limits: .init(count: 10, byteCount: 1 << 20, reservedCount: 20))
        try await withProxy(tap: tap, drains: false) { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            for _ in 0..<200 {
                try server.write([0x81, 0x01, 0x61])
                #expect(try client.read(exactly: 3) == [0x81, 0x01, 0x61])
            }
            #expect(proxy.tap.counters.refused >= 180)
            withExtendedLifetime(server) {}
        }
    }
}
