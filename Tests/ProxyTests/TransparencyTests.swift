import LiveProtocol
import Proxy
import TestSupport
import Testing

/// Law 1: for any byte streams in both directions, cut anywhere, valid WebSocket or garbage, bytes out equal bytes in.
@Suite struct TransparencyTests {
    @Test(arguments: SeededGenerator.runs(12))
    func `bytes out are bytes in, whatever they are and however they are cut`(seed: UInt64) async throws {
        try await withProxy { proxy, upstream in
            var random = SeededGenerator(seed: seed)
            let up = random.stream(masked: true)
            let down = random.stream(masked: false)
            let upPieces = random.cut(up.bytes, into: 40)
            let downPieces = random.cut(down.bytes, into: 40)
            let (client, server) = try proxy.call(upstream)
            let arrived = try exchange(upPieces, downPieces, client, server)
            #expect(arrived.down == down.bytes)
            #expect(arrived.up == up.bytes)
            try proxy.wait { !$0.closures.isEmpty }
            for (stream, direction) in [(up, Direction.clientToServer), (down, .serverToClient)] {
                guard let frames = stream.frames else { continue }
                let seen = proxy.frames.filter { $0.direction == direction }.map(\.frame.payload)
                #expect(seen == frames)
            }
        }
    }
}

/// Bytes of one direction; `frames` are the payloads when it is WebSocket.
struct ByteStream: Sendable {
    var bytes: [UInt8]
    var frames: [[UInt8]]?
}

extension SeededGenerator {
    /// Garbage in one of three cases.
    mutating func stream(masked: Bool) -> ByteStream {
        if isOne(in: 3) { return ByteStream(bytes: bytes(Int.random(in: 0...300_000, using: &self)), frames: nil) }
        var stream = ByteStream(bytes: [], frames: [])
        for _ in 0..<Int.random(in: 0...30, using: &self) {
            let length =
                isOne(in: 5) ? Int.random(in: 0...200_000, using: &self) : Int.random(in: 0...300, using: &self)
            let payload = bytes(length)
            stream.frames?.append(payload)
            stream.bytes += frame(payload, masked: masked)
        }
        return stream
    }

    private mutating func frame(_ payload: [UInt8], masked: Bool) -> [UInt8] {
        // Any opcode but close: what follows a close frame is another test's matter.
        let first = UInt8.random(in: 0...7, using: &self) | (isOne(in: 2) ? 0x80 : 0)
        let length: [UInt8] =
            switch payload.count {
            case 0..<126: [UInt8(payload.count)]
            case 126..<65_536: [126] + (0..<2).map { UInt8(truncatingIfNeeded: payload.count >> (8 * (1 - $0))) }
            default: [127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (8 * (7 - $0))) }
            }
        guard masked else { return [first] + length + payload }
        let key = bytes(4)
        return [first, length[0] | 0x80] + length.dropFirst() + key
            + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }
}
