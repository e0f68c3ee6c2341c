import LiveProtocol
import Proxy
import TestSupport
import Testing

/// With a plan, every byte that the plan does not name is unchanged.
@Suite struct FaultTransparencyTests {
    @Test(arguments: SeededGenerator.runs(8))
    func `a plan whose moment does not come changes no byte, whatever the bytes are`(seed: UInt64) async throws {
        try await withFaults(
            "goaway@1h", "drop:turnComplete", "hold:interrupted:1s", "noise:-20dB", "usage-jump:5@9turns",
            "duplicate:toolCall", "tool-cancel@toolCall"
        ) { proxy, upstream in
            var random = SeededGenerator(seed: seed)
            let up = random.stream(masked: true)
            let down = random.stream(masked: false)
            let upPieces = random.cut(up.bytes, into: 40)
            let downPieces = random.cut(down.bytes, into: 40)
            let (client, server) = try proxy.call(upstream)
            let arrived = try exchange(upPieces, downPieces, client, server)
            #expect(arrived.down == down.bytes)
            #expect(arrived.up == up.bytes)
        }
    }

    private struct Sent: Sendable {
        var bytes: [UInt8]
        /// What of it is to arrive.
        var kept: [UInt8]
    }

    @Test(arguments: SeededGenerator.runs(8))
    func `messages that are named are kept back, and all others arrive byte for byte`(seed: UInt64) async throws {
        try await withFaults("drop:turnComplete,every=1", "drop:toolResponse,every=1,dir=up") { proxy, upstream in
            var random = SeededGenerator(seed: seed)
            let down = (0..<60).map { _ in Self.message(.serverToClient, &random) }
            let up = (0..<60).map { _ in Self.message(.clientToServer, &random) }
            let downPieces = random.cut(down.flatMap(\.bytes), into: 30)
            let upPieces = random.cut(up.flatMap(\.bytes), into: 30)
            let (client, server) = try proxy.call(upstream)
            let arrived = try exchange(upPieces, downPieces, client, server)
            #expect(arrived.down == down.flatMap(\.kept))
            #expect(arrived.up == up.flatMap(\.kept))
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.faults(.serverToClient).contains(.withheld))
            #expect(proxy.faults(.clientToServer).contains(.withheld))
        }
    }

    /// Too many to be kept: it passes whole, also where a fault names it, and in no time that grows with their square.
    @Test func `a message in fragments of a byte passes, and what comes behind it is looked at again`() async throws {
        try await withFaults("drop:turnComplete,every=1") { proxy, upstream in
            let payload = Array(
                (#"{"serverContent":{"turnComplete":true},"pad":""# + String(repeating: "x", count: 70_000) + #""}"#)
                    .utf8)
            let long = payload.indices.flatMap { index in
                FrameEncoder.encode(
                    Frame(
                        index == 0 ? .text : .continuation, [payload[index]], isFinal: index == payload.count - 1))
            }
            let (client, server) = try proxy.call(upstream)
            let arrived = try exchange(
                [], [long[...], CallBytes.turnComplete[...], CallBytes.text[...]], client, server)
            #expect(arrived.down == long + CallBytes.text)
        }
    }

    @Test func `what waits goes on in its order, however many frames it is`() async throws {
        try await withFaults("delay:100ms") { proxy, upstream in
            let many = (0..<40_000).flatMap { FrameEncoder.encode(Frame(.text, [UInt8(truncatingIfNeeded: $0)])) }
            let (client, server) = try proxy.call(upstream)
            let arrived = try exchange([], [many[...]], client, server)
            #expect(arrived.down == many)
        }
    }

    /// A message that is named, one that is not, or one that only looks like it; whole or in two fragments.
    private static func message(_ direction: Direction, _ random: inout SeededGenerator) -> Sent {
        let name = direction == .serverToClient ? #""serverContent":{"turnComplete":true}"# : #""toolResponse":{}"#
        let isNamed = random.isOne(in: 3)
        let padding = String(repeating: "x", count: Int.random(in: 0...400, using: &random))
        let text = isNamed ? #"{\#(name), "pad":"\#(padding)"}"# : #"{"pad":"\#(padding) turnComplete toolResponse"}"#
        let payload = Array(text.utf8)
        let cut = random.isOne(in: 4) ? Int.random(in: 0...payload.count, using: &random) : nil
        let frames: [Frame] =
            cut.map {
                [
                    Frame(.text, Array(payload[..<$0]), isFinal: false), Frame(.ping, [1]),
                    Frame(.continuation, Array(payload[$0...])),
                ]
            } ?? [Frame(.text, payload)]
        let bytes = { (frames: [Frame]) in
            frames.flatMap {
                FrameEncoder.encode(direction == .clientToServer ? $0.masked(with: CallBytes.key) : $0)
            }
        }
        // A ping between the fragments is nobody's: it always arrives.
        return Sent(bytes: bytes(frames), kept: bytes(isNamed ? frames.filter { $0.opcode == .ping } : frames))
    }
}
