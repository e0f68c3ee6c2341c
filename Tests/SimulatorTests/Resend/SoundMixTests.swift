import LiveProtocol
import Testing

@testable import Cassettes

@Suite struct WaveFileTests {
    /// A WAV file of 16-bit PCM, or whatever else is asked for.
    static func wave(
        _ samples: [Int16], rate: UInt32 = 16_000, channels: UInt16 = 1, code: UInt16 = 1, bits: UInt16 = 16,
        extra: [UInt8] = [], dataCount: UInt32? = nil
    ) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        let data = samples.flatMap { bytes($0) }
        let format =
            bytes(code) + bytes(channels) + bytes(rate) + bytes(rate * 2) + bytes(UInt16(2)) + bytes(bits) + extra
        return Array("RIFF".utf8) + bytes(UInt32(0)) + Array("WAVEfmt ".utf8) + bytes(UInt32(format.count)) + format
            + Array("LIST".utf8) + bytes(UInt32(3)) + [1, 2, 3, 0] + Array("data".utf8)
            + bytes(dataCount ?? UInt32(data.count)) + data
    }

    @Test func `samples, rate and channels are read, other parts passed over`() throws {
        #expect(try WaveFile(Self.wave([1, -2, 3])).samples == [1, -2, 3])
        let stereo = try WaveFile(Self.wave([10, 20, -7, -9, 5], rate: 8_000, channels: 2))
        #expect(stereo.samples == [15, -8])
        #expect(stereo.rate == 8_000)
        // Written to a pipe: its length is not known.
        #expect(try WaveFile(Self.wave([4, 5], dataCount: .max)).samples == [4, 5])
        let extensible = [UInt8](repeating: 0, count: 8) + [1, 0]
        #expect(try WaveFile(Self.wave([6], code: 0xFFFE, extra: extensible)).samples == [6])
    }

    @Test func `what cannot be mixed is named`() {
        #expect(throws: WaveFile.Objection.encoding("floating point of 32 bits")) {
            try WaveFile(Self.wave([1, 2], code: 3, bits: 32))
        }
        #expect(throws: WaveFile.Objection.encoding("PCM of 24 bits")) { try WaveFile(Self.wave([1], bits: 24)) }
        #expect(throws: WaveFile.Objection.noWave("it holds no samples")) { try WaveFile(Self.wave([])) }
        #expect(throws: WaveFile.Objection.noWave("it claims 0 channels of 16000 Hz")) {
            try WaveFile(Self.wave([1], channels: 0))
        }
        let whole = Self.wave([1, 2, 3])
        for count in 0..<whole.count where count < whole.count - 6 {
            #expect(throws: WaveFile.Objection.self) { try WaveFile(Array(whole.prefix(count))) }
        }
    }
}

@Suite struct SoundMixTests {
    private static func audio(_ samples: [Int16], type: String = "audio/pcm;rate=1000") -> String {
        let bytes = samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        return #"{"realtimeInput":{"audio":{"data":"\#(Base64.encode(bytes))","mimeType":"\#(type)"}}}"#
    }

    /// A connection whose caller streams pieces, each so long after the one before.
    private static func plan(_ pieces: [(after: Double, text: String)]) -> ResendPlan {
        let opening = [
            (0.5, #"{"setup":{}}"#, Direction.clientToServer), (0.5, #"{"setupComplete":{}}"#, .serverToClient),
        ]
        let steps = (opening + pieces.map { ($0.after, $0.text, Direction.clientToServer) }).map {
            after, text, direction in
            Cassette.Tape.Step(direction: direction, payload: Array(text.utf8), isText: true, after: .seconds(after))
        }
        return ResendPlan(Cassette.Tape(connection: ConnectionID(rawValue: 1), target: "/", tag: nil, steps: steps))
    }

    private static func samples(_ plan: ResendPlan) -> [[Int16]] {
        plan.steps.compactMap { step in
            guard let message = try? JSONValue(parsing: step.payload),
                let text = message["realtimeInput"]?["audio"]?["data"]?.string, let bytes = Base64.decode(text)
            else { return nil }
            return stride(from: 0, to: bytes.count, by: 2).map {
                Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
            }
        }
    }

    private static func sound(_ samples: [Int16], rate: UInt32 = 1_000) throws -> WaveFile {
        try WaveFile(WaveFileTests.wave(samples, rate: rate))
    }

    @Test func `a sound is added where its time is, over the seams of messages`() throws {
        var plan = Self.plan([(0, Self.audio([0, 0, 100, 100])), (0.004, Self.audio([100, 0, 0, 0]))])
        // The stream begins 1 s after the opening.
        let outcome = plan.mix(
            SoundMix(try Self.sound([10, 20, 30]), at: .milliseconds(1_002)), opening: .zero)
        #expect(Self.samples(plan) == [[0, 0, 110, 120], [130, 0, 0, 0]])
        #expect(abs(outcome.mixed - 0.003) < 1e-9)
        #expect(abs((outcome.end ?? 0) - 1.008) < 1e-9)
    }

    @Test func `level, limits and rates`() throws {
        var loud = Self.plan([(0, Self.audio([32_000, -32_000, 0, 0]))])
        _ = loud.mix(SoundMix(try Self.sound([30_000, -30_000]), at: .seconds(1)), opening: .zero)
        #expect(Self.samples(loud) == [[32_767, -32_768, 0, 0]])
        var soft = Self.plan([(0, Self.audio([0, 0]))])
        _ = soft.mix(SoundMix(try Self.sound([1_000, 500]), at: .seconds(1), gain: -20), opening: .zero)
        #expect(Self.samples(soft) == [[100, 50]])
        // A file of half the rate is drawn out, one of twice the rate is averaged.
        let type = "audio/pcm;rate=4000"
        var slow = Self.plan([(0, Self.audio([0, 0, 0, 0], type: type))])
        _ = slow.mix(SoundMix(try Self.sound([100, 200], rate: 2_000), at: .seconds(1)), opening: .zero)
        #expect(Self.samples(slow) == [[100, 150, 200, 100]])
        var quick = Self.plan([(0, Self.audio([0, 0], type: type))])
        _ = quick.mix(SoundMix(try Self.sound([10, 20, 30, 50], rate: 8_000), at: .seconds(1)), opening: .zero)
        #expect(Self.samples(quick) == [[15, 40]])
    }

    @Test func `pieces that are sent late follow each other without a hole, a pause is one`() throws {
        var plan = Self.plan([
            (0, Self.audio([0, 0])), (0.1, Self.audio([0, 0])), (1, Self.audio([0, 0])),
        ])
        let outcome = plan.mix(SoundMix(try Self.sound([1, 2, 3, 4, 5]), at: .seconds(1)), opening: .zero)
        #expect(Self.samples(plan) == [[1, 2], [3, 4], [0, 0]])
        #expect(abs(outcome.mixed - 0.004) < 1e-9)
    }

    @Test func `a later connection has its own place in the session`() throws {
        var plan = Self.plan([(0, Self.audio([0, 0, 0]))])
        let outcome = plan.mix(SoundMix(try Self.sound([7]), at: .milliseconds(31_001)), opening: .seconds(30))
        #expect(Self.samples(plan) == [[0, 7, 0]])
        #expect(outcome.mixed > 0)
    }

    @Test func `nothing to mix into is told apart`() throws {
        var silent = Self.plan([(0, #"{"clientContent":{"turnComplete":true}}"#)])
        let mix = SoundMix(try Self.sound([1]), at: .seconds(1))
        #expect(silent.mix(mix, opening: .zero) == SoundMix.Outcome())
        var foreign = Self.plan([(0, Self.audio([0], type: "audio/opus"))])
        #expect(foreign.mix(mix, opening: .zero).foreignType == "audio/opus")
    }
}
