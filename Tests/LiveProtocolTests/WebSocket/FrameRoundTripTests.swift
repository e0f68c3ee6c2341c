import LiveProtocol
import TestSupport
import Testing

@Suite struct FrameRoundTripTests {
    @Test func `decoding what was encoded gives the same frames, however the bytes are cut`() {
        expectProperty(runs: 60) { random in
            let frames = (0..<Int.random(in: 0...8, using: &random)).map { _ in Frame.random(&random) }
            let bytes = frames.flatMap(FrameEncoder.encode)
            let pieces = random.cut(bytes, into: Int.random(in: 1...40, using: &random))
            try #require(try decode(pieces) == frames)
            try #require(try decode(bytes.map { [$0][...] }) == frames)
        }
    }

    @Test func `a cut payload keeps its true length and the frame behind it is found`() throws {
        let long = Frame(.binary, Array(repeating: 7, count: 1000))
        let bytes = FrameEncoder.encode(long) + FrameEncoder.encode(Frame(.ping, [1]))
        let frames = try decode([bytes[...]], payloadLimit: 10)
        #expect(frames.map(\.byteCount) == [1000, 1])
        #expect(frames.map { $0.payload?.count } == [10, 1])
        #expect(frames.map(\.isCut) == [true, false])
        #expect(frames.map(\.isIncomplete) == [true, false])
    }

    @Test func `random bytes never trap the decoder, and cutting them differently changes nothing`() {
        expectProperty(runs: 300) { random in
            let bytes = random.bytes(Int.random(in: 0...400, using: &random))
            let whole = decodeAnything([bytes[...]])
            let cut = decodeAnything(random.cut(bytes, into: 12))
            try #require(whole == cut)
        }
    }

    @Test func `an announced length with its top bit set ends the framing for good`() throws {
        var decoder = FrameDecoder(payloadLimit: 10)
        let bytes: [UInt8] = [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0]
        #expect(throws: FramingError.payloadLengthTooLarge(1 << 63)) {
            var input = bytes.span.bytes
            _ = try decoder.next(&input)
        }
        #expect(throws: FramingError.payloadLengthTooLarge(1 << 63)) {
            var input = FrameEncoder.encode(Frame(.ping, [])).span.bytes
            _ = try decoder.next(&input)
        }
    }

    @Test func `an announced length of 2^62 costs no memory`() throws {
        var decoder = FrameDecoder(payloadLimit: .max)
        let bytes: [UInt8] = [0x82, 127, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]
        var input = bytes.span.bytes
        #expect(try decoder.next(&input) == nil)
        #expect(decoder.isInsideFrame)
    }

    @Test(arguments: [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
    func `a payload length takes its shortest form`(count: Int, headerLength: Int) {
        let bytes = FrameEncoder.encode(Frame(.binary, Array(repeating: 0, count: count)))
        #expect(bytes.count == headerLength + count)
    }

    @Test func `the masked example of RFC 6455 §5.7 reads Hello`() throws {
        let bytes: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        let frame = try #require(try decode([bytes[...]]).first)
        #expect(frame.isMasked)
        #expect(frame.unmasked().payload == Array("Hello".utf8))
        #expect(FrameEncoder.encode(frame) == bytes)
    }

    @Test func `a close reason longer than a control frame is cut between characters`() {
        let frame = Frame.close(CloseCode(rawValue: 1011), reason: String(repeating: "ü", count: 100))
        #expect(frame.closeStatus.reason == String(repeating: "ü", count: 61))
        #expect(Frame.close(nil).payload == [])
    }
}

/// The frames in `pieces`, which are fed one after the other.
private func decode(_ pieces: [ArraySlice<UInt8>], payloadLimit: Int = 1 << 20) throws -> [Frame] {
    var decoder = FrameDecoder(payloadLimit: payloadLimit)
    var frames: [Frame] = []
    for piece in pieces {
        let piece = Array(piece)
        var input = piece.span.bytes
        while let frame = try decoder.next(&input) { frames.append(frame) }
    }
    return frames
}

/// As `decode`, with the failure as a last element.
private func decodeAnything(_ pieces: [ArraySlice<UInt8>]) -> [Result<Frame, FramingError>] {
    var decoder = FrameDecoder(payloadLimit: 64)
    var results: [Result<Frame, FramingError>] = []
    for piece in pieces {
        let piece = Array(piece)
        var input = piece.span.bytes
        do throws(FramingError) {
            while let frame = try decoder.next(&input) { results.append(.success(frame)) }
        } catch {
            return results + [.failure(error)]
        }
    }
    return results
}

extension Frame {
    /// Any frame that an encoder can send, with every length class, masked or not.
    static func random(_ random: inout SeededGenerator) -> Frame {
        let isLong = random.isOne(in: 30)
        let counts = isLong ? [65_535, 65_536] : [0, 1, 125, 126, 300]
        var frame = Frame(
            Opcode(rawValue: UInt8.random(in: 0...15, using: &random)),
            random.bytes(counts.randomElement(using: &random) ?? 0), isFinal: Bool.random(using: &random)
        )
        frame.reservedBits = UInt8.random(in: 0...7, using: &random)
        guard Bool.random(using: &random) else { return frame }
        return frame.masked(with: MaskingKey(bigEndian: UInt32.random(in: 0 ... .max, using: &random)))
    }
}
