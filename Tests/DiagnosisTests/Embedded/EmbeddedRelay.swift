import LiveProtocol
import NIOCore
import NIOEmbedded

@testable import Proxy

/// The relay without sockets and in virtual time: events written on paper become bytes, the bytes go through the
/// handlers of a live call, and what these leave in the tap is what a recording of the call would hold.
///
/// The handshake is not replayed: of `opened`, `upgraded` and `refused` the recorder is told as the exchange tells it.
final class EmbeddedRelay {
    private let loop = EmbeddedEventLoop()
    /// Room for everything: it is emptied at the end.
    private let tap = Tap(limits: .init(count: 1 << 20, byteCount: 1 << 30, reservedCount: 8_192))
    private let start: Timestamp
    private let clock: RecordingClock
    private var calls: [ConnectionID: EmbeddedCall] = [:]

    init(from start: Timestamp) {
        self.start = start
        let loop = loop
        clock = RecordingClock(anchor: start) { loop.now }
    }

    /// What the tap holds after `events`, which are in the order of time.
    static func carry(_ events: [WireEvent]) throws -> [WireEvent] {
        guard let first = events.first else { return [] }
        let relay = EmbeddedRelay(from: first.at)
        for event in events { try relay.play(event) }
        return relay.drained()
    }

    private func play(_ event: WireEvent) throws {
        loop.advanceTime(to: .uptimeNanoseconds(UInt64(event.at.nanoseconds - start.nanoseconds)))
        try call(event.connection).play(event.kind)
        loop.run()
    }

    private func call(_ id: ConnectionID) throws -> EmbeddedCall {
        if let call = calls[id] { return call }
        let recorder = CallRecorder(connection: id, tap: tap, clock: clock, payloadLimit: 16 << 20)
        let call = try EmbeddedCall(recorder, on: loop)
        calls[id] = call
        return call
    }

    private func drained() -> [WireEvent] {
        tap.close()
        var events: [WireEvent] = []
        while let batch = tap.nextBatch(within: .zero) {
            for case .event(let event) in batch { events.append(event) }
        }
        return events
    }
}

/// The two legs of one call, tied together as an exchange ties them.
private final class EmbeddedCall {
    private let recorder: CallRecorder
    private let client: EmbeddedChannel
    private let upstream: EmbeddedChannel
    private var isRefused = false

    struct BytesChanged: Error {}

    init(_ recorder: CallRecorder, on loop: EmbeddedEventLoop) throws {
        self.recorder = recorder
        let overhead = OverheadMeter()
        let legs = [Direction.clientToServer, .serverToClient].map {
            RelayHandler(direction: $0, call: recorder, overhead: overhead)
        }
        client = EmbeddedChannel(loop: loop)
        upstream = EmbeddedChannel(loop: loop)
        for (channel, leg) in zip([client, upstream], legs) {
            try channel.pipeline.syncOperations.addHandler(leg)
            channel.connect(to: try SocketAddress(unixDomainSocketPath: "/embedded"), promise: nil)
        }
        RelayHandler.glue(legs[0], legs[1])
    }

    func play(_ kind: WireEvent.Kind) throws {
        switch kind {
        case .opened(let info): recorder.opened(info, at: recorder.clock.now())
        case .upgraded(let handshake): recorder.upgraded(handshake)
        case .refused(let refusal):
            recorder.refused(refusal)
            isRefused = true
        case .frame(let direction, let frame): try send(frame, direction)
        case .paused(let direction): stopReading(direction)
        case .resumed(let direction): readAgain(direction)
        case .pathSample(let path): recorder.sampled(path)
        case .fault(let note): recorder.faulted(note)
        case .closed(let closure): try end(closure)
        case .framingLost, .captureGap: throw UnknownOnPaper()
        }
    }

    /// Such events come of bytes that no script holds.
    private struct UnknownOnPaper: Error {}

    // MARK: Frames

    private func send(_ frame: Frame, _ direction: Direction) throws {
        let isFromClient = direction == .clientToServer
        let wire = FrameEncoder.encode(isFromClient ? frame.masked(with: MaskingKey(bigEndian: 0x1357_9BDF)) : frame)
        let (sender, receiver) = isFromClient ? (client, upstream) : (upstream, client)
        // As sockets deliver it: cut somewhere.
        for part in [wire[..<(wire.count / 3)], wire[(wire.count / 3)...]] {
            try sender.writeInbound(ByteBuffer(bytes: part))
        }
        var arrived: [UInt8] = []
        while let piece = try receiver.readOutbound(as: ByteBuffer.self) { arrived += Array(buffer: piece) }
        guard arrived == wire else { throw BytesChanged() }
    }

    // MARK: Back-pressure

    /// The receiver's socket is full, and the sender's leg would read on.
    private func stopReading(_ direction: Direction) {
        let (sender, receiver) = legs(direction)
        receiver.isWritable = false
        sender.read()
    }

    private func readAgain(_ direction: Direction) {
        let receiver = legs(direction).receiver
        receiver.isWritable = true
        receiver.pipeline.fireChannelWritabilityChanged()
    }

    private func legs(_ direction: Direction) -> (sender: EmbeddedChannel, receiver: EmbeddedChannel) {
        direction == .clientToServer ? (client, upstream) : (upstream, client)
    }

    // MARK: Ends

    private func end(_ closure: Closure) throws {
        if isRefused { return }
        switch closure.by {
        case .client:
            // On paper a client may leave without a word; a WebSocket says goodbye.
            if !recorder.isClosing { try send(.close(closure.code, reason: closure.reason ?? ""), .clientToServer) }
            client.close(promise: nil)
        case .transport where closure.detail?.contains("client") == true: client.close(promise: nil)
        case .transport where closure.detail?.contains("reset") == true:
            upstream.pipeline.fireErrorCaught(IOError(errnoCode: 104, reason: "read"))
            upstream.close(promise: nil)
        default: upstream.close(promise: nil)
        }
    }
}
