import CZlib
import LiveProtocol
import Proxy
import TestSupport
import Testing

@testable import Runtime

@Suite struct InflationTests {
    /// The frames of a message that was cut at random, with control frames between.
    private static func frames(
        _ wire: [UInt8], compressed: Bool, masked: Bool, _ random: inout SeededGenerator
    ) -> [Frame] {
        var cuts = (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 0...wire.count, using: &random)
        }
        cuts = ([0] + cuts + [wire.count]).sorted()
        var frames: [Frame] = []
        for (index, (start, end)) in zip(cuts, cuts.dropFirst()).enumerated() {
            if Bool.random(using: &random) { frames.append(Frame(.ping, [1, 2])) }
            var frame = Frame(
                index == 0 ? .text : .continuation, Array(wire[start..<end]), isFinal: index == cuts.count - 2)
            if index == 0, compressed { frame.reservedBits = MessageInflater.compressedBit }
            frames.append(
                masked ? frame.masked(with: MaskingKey(bigEndian: .random(in: 1...UInt32.max, using: &random))) : frame)
        }
        return frames
    }

    /// Text like that of a call, which compresses well, or noise, which does not.
    private static func text(_ random: inout SeededGenerator) -> [UInt8] {
        let count = [0, 1, 60, 4_000, 70_000].randomElement(using: &random) ?? 0
        if Bool.random(using: &random) { return (0..<count).map { _ in .random(in: 0...255, using: &random) } }
        let line = Array(
            #"{"serverContent":{"modelTurn":{"parts":[{"text":"word \#(UInt8.random(in: 0...9, using: &random))"}]}}}"#
                .utf8)
        return Array(repeatElement(line, count: count / line.count + 1).joined().prefix(count))
    }

    @Test func `whatever a peer compresses comes out as it went in`() {
        expectProperty(runs: 60) { random in
            let forgets = Bool.random(using: &random)
            let masked = Bool.random(using: &random)
            let peer = DeflateStream(
                level: .random(in: 0...9, using: &random), windowBits: .random(in: 9...15, using: &random),
                strategy: [Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY].randomElement(using: &random) ?? Z_FIXED)
            var inflater = MessageInflater(forgets: forgets)
            var assembler = MessageAssembler(sizeLimit: 1 << 24)
            for _ in 0..<6 {
                let text = Self.text(&random)
                let isCompressed = Int.random(in: 0..<4, using: &random) > 0
                if forgets { peer.reset() }
                let wire = isCompressed ? peer.message(text) : text
                var messages: [MessageAssembler.Message] = []
                for frame in Self.frames(wire, compressed: isCompressed, masked: masked, &random) {
                    let (clear, trouble) = inflater.take(frame)
                    try #require(trouble == nil)
                    try #require(clear.byteCount == frame.byteCount && clear.reservedBits == frame.reservedBits)
                    try #require(clear.isFinal == frame.isFinal && clear.isMasked == frame.isMasked)
                    if let message = assembler.append(clear.unmasked()).message { messages.append(message) }
                }
                try #require(messages.map(\.payload) == [text])
                try #require(messages.first?.byteCount == wire.count)
                try #require(messages.first?.isIncomplete == false)
            }
        }
    }

    @Test func `the window outlives a last block`() {
        let peer = DeflateStream()
        let words = Array("a window that is looked back into".utf8)
        var inflater = MessageInflater(forgets: false)
        let last = peer.lastBlock(words) + [0]
        peer.reset()
        peer.look(backInto: words)
        let reference = peer.message(words)
        #expect(reference.count < 10)
        for wire in [last, reference] {
            let (clear, trouble) = inflater.take(Self.compressed(wire))
            #expect(clear.payload == words)
            #expect(trouble == nil)
        }
    }

    private static func compressed(_ wire: [UInt8]) -> Frame {
        var frame = Frame(.binary, wire)
        frame.reservedBits = 4
        return frame
    }

    @Test func `a bomb is not unpacked, and what follows loses its payload`() {
        let peer = DeflateStream(level: 9)
        var inflater = MessageInflater(
            forgets: false, limits: .init(byteCount: 1 << 20, ratio: 400, freeByteCount: 1 << 16))
        let small = inflater.take(Self.compressed(peer.message([UInt8](repeating: 0x41, count: 60_000))))
        #expect(small.frame.payload?.count == 60_000)
        let bomb = peer.message([UInt8](repeating: 0, count: 3 << 20))
        let (frame, trouble) = inflater.take(Self.compressed(bomb))
        #expect(frame.payload == nil && frame.isIncomplete && frame.byteCount == bomb.count)
        #expect(trouble?.contains("a message of \(bomb.count) bytes becomes more than") == true)
        let next = inflater.take(Self.compressed(peer.message(Array("after".utf8))))
        #expect(next.frame.payload == nil && next.trouble == nil)
        // What is not compressed is read on.
        #expect(inflater.take(Frame(.text, Array("clear".utf8))).frame.payload == Array("clear".utf8))
    }

    @Test func `a ratio that no call has is refused below the absolute limit`() {
        var inflater = MessageInflater(
            forgets: true, limits: .init(byteCount: 1 << 24, ratio: 100, freeByteCount: 1 << 12))
        let peer = DeflateStream(level: 9)
        let bomb = peer.message([UInt8](repeating: 0, count: 1 << 20))
        #expect(inflater.take(Self.compressed(bomb)).frame.payload == nil)
        // Whoever begins each message with an empty window can be read again.
        peer.reset()
        let next = inflater.take(Self.compressed(peer.message(Array("after".utf8))))
        #expect(next.frame.payload == Array("after".utf8) && next.trouble == nil)
    }

    @Test func `garbage is said once and kept from the disk`() {
        var inflater = MessageInflater(forgets: false)
        let (frame, trouble) = inflater.take(Self.compressed([0xFF, 0xFF, 0xFF, 0xFF]))
        #expect(frame.payload == nil)
        #expect(
            trouble
                == "compressed, and cannot be read: its bytes are no deflate; what it compresses from here on is recorded without payload"
        )
        #expect(inflater.take(Self.compressed([1])).trouble == nil)
    }

    @Test func `reserved bits that nobody agreed on are not read, and not kept`() {
        var inflater = MessageInflater(forgets: nil)
        var frame = Self.compressed([1, 2, 3])
        #expect(inflater.take(frame).trouble?.contains("reserved bits (4)") == true)
        #expect(inflater.take(frame).frame.payload == nil)
        frame.opcode = .pong
        #expect(inflater.take(frame).frame.payload == nil)
        #expect(inflater.take(Frame(.text, [5])).frame.payload == [5])
    }

    @Test func `behind frames that were lost nothing is guessed`() {
        let peer = DeflateStream()
        let terms = HeaderField("Sec-WebSocket-Extensions", "permessage-deflate; client_no_context_takeover")
        let connection = ConnectionID(rawValue: 7)
        func event(_ kind: WireEvent.Kind) -> WireEvent {
            WireEvent(connection: connection, sequence: 1, at: Timestamp(nanoseconds: 5), kind: kind)
        }
        func payload(_ taken: (trouble: WireEvent?, event: WireEvent)) -> [UInt8]? {
            if case .frame(_, let frame) = taken.event.kind { frame.payload } else { nil }
        }
        var inflation = Inflation()
        _ = inflation.take(event(.upgraded(Handshake(status: 101, headers: [terms], timings: ConnectTimings()))))
        let first = Self.compressed(peer.message(Array("one one one".utf8)))
        #expect(payload(inflation.take(event(.frame(.serverToClient, first)))) == Array("one one one".utf8))
        _ = inflation.take(event(.captureGap(CaptureGap(frames: 1, bytes: 1, cause: .tapFull))))
        // Of a message whose beginning was lost.
        #expect(payload(inflation.take(event(.frame(.serverToClient, Frame(.continuation, [9]))))) == nil)
        let second = Self.compressed(peer.message(Array("one one one".utf8)))
        let taken = inflation.take(event(.frame(.serverToClient, second)))
        #expect(payload(taken) == nil)
        guard case .framingLost(.serverToClient, let reason)? = taken.trouble?.kind else {
            Issue.record("nothing was said")
            return
        }
        #expect(reason.contains("frames before it could not be captured"))
        let up = Self.compressed(DeflateStream().message(Array("up".utf8)))
        #expect(payload(inflation.take(event(.frame(.clientToServer, up)))) == Array("up".utf8))
        _ = inflation.take(event(.closed(Closure(by: .client))))
        #expect(payload(inflation.take(event(.frame(.clientToServer, up)))) == nil)
    }

    @Test func `what livetop put in does not disturb the window`() {
        let peer = DeflateStream()
        var inflater = MessageInflater(forgets: false)
        _ = inflater.take(Self.compressed(peer.message(Array("first, first".utf8))))
        var injected = Frame(.text, Array("injected".utf8))
        injected.fault = .injected
        #expect(inflater.take(injected).frame.payload == Array("injected".utf8))
        var torn = Self.compressed([0xFF])
        torn.fault = .changed
        #expect(inflater.take(torn).frame.payload == nil)
        #expect(
            inflater.take(Self.compressed(peer.message(Array("first, first".utf8)))).frame.payload
                == Array("first, first".utf8))
    }

    @Test func `a secret in compressed words is redacted`() {
        let key = "AIza" + String(repeating: "x7", count: 17) + "A"
        let said = Array(#"{"clientContent":{"turns":[{"parts":[{"text":"\#(key)"}]}]}}"#.utf8)
        var inflation = Inflation()
        let connection = ConnectionID(rawValue: 3)
        let headers = [HeaderField("Sec-WebSocket-Extensions", "permessage-deflate")]
        _ = inflation.take(
            WireEvent(
                connection: connection, sequence: 0, at: Timestamp(nanoseconds: 0),
                kind: .upgraded(Handshake(status: 101, headers: headers, timings: ConnectTimings()))))
        var redactor = ConnectionRedactor { _ in "h" }
        let frame = Self.compressed(DeflateStream().message(said)).masked(with: MaskingKey(bigEndian: 0x1234_5678))
        let taken = inflation.take(
            WireEvent(
                connection: connection, sequence: 1, at: Timestamp(nanoseconds: 1),
                kind: .frame(.clientToServer, frame)))
        guard case .frame(_, let kept) = taken.event.prepared(by: &redactor).kind else {
            Issue.record("no frame")
            return
        }
        let text = String(decoding: kept.payload ?? [], as: UTF8.self)
        #expect(!text.contains(key) && text.contains("clientContent"))
        #expect(kept.byteCount == frame.byteCount && kept.reservedBits == 4)
    }
}
