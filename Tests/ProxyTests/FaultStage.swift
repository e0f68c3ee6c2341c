import Foundation
import LiveProtocol
import NIOCore
import NIOEmbedded

@testable import Proxy

/// A call with faults in virtual time: both legs' own handlers, without sockets. Bytes go in at one end and come out at the
/// other, at times that the test sets.
final class FaultStage {
    private let loop = EmbeddedEventLoop()
    private let tap = Tap(limits: .init(count: 1 << 16, byteCount: 1 << 28, reservedCount: 64))
    private let client: EmbeddedChannel
    private let upstream: EmbeddedChannel
    private let relays: [RelayHandler]
    let legs: FaultLegs
    private var collected: [WireEvent] = []

    /// - Parameter faults: those of the call from its beginning; without any it is a relay as every other one.
    init(_ faults: String...) throws {
        let loop = loop
        let clock = RecordingClock(anchor: .seconds(1_789_898_400)) { loop.now }
        let recorder = CallRecorder(
            connection: ConnectionID(rawValue: 1), tap: tap, clock: clock, payloadLimit: 16 << 20)
        let overhead = OverheadMeter()
        relays = [Direction.clientToServer, .serverToClient].map {
            RelayHandler(direction: $0, call: recorder, overhead: overhead)
        }
        client = EmbeddedChannel(loop: loop)
        upstream = EmbeddedChannel(loop: loop)
        for (channel, relay) in zip([client, upstream], relays) {
            try channel.pipeline.syncOperations.addHandler(relay)
            channel.connect(to: try SocketAddress(unixDomainSocketPath: "/embedded"), promise: nil)
        }
        RelayHandler.glue(relays[0], relays[1])
        legs = FaultLegs(recorder, client: relays[0], upstream: relays[1], on: loop)
        if !faults.isEmpty { try arm(faults) }
    }

    func arm(_ faults: [String]) throws { try legs.arm(try faults.map { try FaultText.parse($0) }) }

    /// What stands in the pipeline of a leg, from its socket on.
    func handlers(_ direction: Direction) throws -> [String] {
        let pipeline = (direction == .clientToServer ? client : upstream).pipeline
        var names: [String] = []
        if (try? pipeline.syncOperations.handler(type: FaultFilter.self)) != nil { names.append("FaultFilter") }
        if (try? pipeline.syncOperations.handler(type: RelayHandler.self)) != nil { names.append("RelayHandler") }
        return names
    }

    // MARK: Bytes

    func down(_ bytes: [UInt8]) throws { try upstream.writeInbound(ByteBuffer(bytes: bytes)) }

    func up(_ bytes: [UInt8]) throws { try client.writeInbound(ByteBuffer(bytes: bytes)) }

    /// What has reached the client since the last look.
    func atClient() throws -> [UInt8] {
        loop.run()
        return try Self.drain(client)
    }

    func atService() throws -> [UInt8] {
        loop.run()
        return try Self.drain(upstream)
    }

    private static func drain(_ channel: EmbeddedChannel) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try channel.readOutbound(as: ByteBuffer.self) { bytes += Array(buffer: piece) }
        return bytes
    }

    func wait(_ time: Duration) {
        loop.advanceTime(by: .nanoseconds(time.nanoseconds))
        loop.run()
    }

    /// The service has nothing more to say.
    func endOfService() {
        upstream.close(promise: nil)
        loop.run()
    }

    // MARK: What was recorded

    var events: [WireEvent] {
        while let batch = tap.nextBatch(within: .zero), !batch.isEmpty {
            for case .event(let event) in batch { collected.append(event) }
        }
        return collected
    }

    func faults(_ direction: Direction) -> [FrameFault?] {
        events.compactMap { event in
            guard case .frame(direction, let frame) = event.kind else { return nil }
            return .some(frame.fault)
        }
    }
}

/// Sound in messages, for tests of what is done to it.
enum SoundBytes {
    /// So many samples that swing between two values.
    static func samples(_ count: Int, _ value: Int16 = 8_000) -> [Int16] {
        (0..<count).map { $0.isMultiple(of: 2) ? value : -value }
    }

    static func bytes(_ samples: [Int16]) -> [UInt8] {
        samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    static func microphone(_ samples: [Int16]) -> [UInt8] {
        let data = Base64.encode(bytes(samples))
        return CallBytes.up(#"{"realtimeInput": {"audio":{"data":"\#(data)","mimeType":"audio/pcm;rate=16000"}} }"#)
    }

    static func voice(_ samples: [Int16]) -> [UInt8] {
        let data = Base64.encode(bytes(samples))
        return CallBytes.down(
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"\#(data)"}}]}}, "x": 1}"#
        )
    }

    /// The samples of the only blob in the only frame that `wire` is.
    static func heard(_ wire: [UInt8]) throws -> [Int16] {
        var decoder = FrameDecoder(payloadLimit: 1 << 24)
        var rest = wire.span.bytes
        guard let payload = try decoder.next(&rest)?.unmasked().payload, rest.byteCount == 0 else {
            throw NotOneFrame()
        }
        let root = try JSONDocument(payload).root
        let blob =
            root["realtimeInput"]?["audio"]
            ?? root["serverContent"]?["modelTurn"]?["parts"]?.elements.first { _ in true }?["inlineData"]
        guard let text = blob?["data"]?.string, let bytes = Base64.decode(text) else { throw NotOneFrame() }
        return stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }

    struct NotOneFrame: Error {}

    /// The root mean square in dB of full scale.
    static func level(_ samples: [Int16]) -> Double {
        let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
        return 10 * log10(power / (32_768 * 32_768))
    }
}
