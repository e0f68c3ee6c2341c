import Listening
import LiveProtocol
import SessionModel
import TestSupport
import Testing

/// What the input audio measures, on sound whose properties are known by construction.
struct InputSignalTests {
    /// The state after `bytes` in messages of `chunk` bytes, each `spacing` after the one before.
    private static func heard(
        _ bytes: [UInt8], chunk: Int = 640, spacing: Double = 0.02, type: String = "audio/pcm;rate=16000",
        pauseAfter: Int? = nil
    ) -> InputAudio {
        var call = Call()
        call.begin()
        for (number, start) in stride(from: 0, to: bytes.count, by: chunk).enumerated() {
            let data = Base64.encode(bytes[start..<min(start + chunk, bytes.count)])
            let pause = number == pauseAfter ? 0.5 : 0
            call.client(
                #"{"realtimeInput":{"audio":{"mimeType":"\#(type)","data":"\#(data)"}}}"#, after: spacing + pause)
        }
        return call.state.inputAudio
    }

    @Test func `sound at its own pace is measured as what it is`() throws {
        let audio = Self.heard(Sounds.bytes(Sounds.voice(seconds: 14)))
        #expect(abs(try #require(audio.effectiveRate) - 16_000) < 50)
        #expect(try #require(audio.pace.rateVariation) < 0.02)
        #expect(audio.gaps.count == 0 && audio.pace.oddChunkCount == 0)
        #expect(audio.layout == .s16le)
        #expect(audio.container.container == nil)
        #expect(audio.clippingRatio == 0)
        #expect(abs(try #require(audio.dcOffset)) < 0.001)
        #expect(try #require(audio.levelDBFS) > -30)
        #expect(abs(try #require(audio.smoothness) - 0.9) < 0.05)
    }

    /// Every stored element is in the description of a state.
    @Test func `a session that is over holds no sound`() {
        var call = Call()
        call.begin()
        let sound = Sounds.bytes(Sounds.voice(seconds: 3))
        for start in stride(from: 0, to: sound.count, by: 640) {
            let data = Base64.encode(sound[start..<min(start + 640, sound.count)])
            call.client(
                #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(data)"}}}"#, after: 0.02)
        }
        #expect(String(describing: call.state).contains("LoudFrame(bytes: ["))
        call.close()
        #expect(!String(describing: call.state).contains("LoudFrame(bytes: ["))
    }

    @Test func `three times the bytes are three times the rate`() throws {
        let audio = Self.heard(Sounds.bytes(Sounds.voice(seconds: 36)), chunk: 1_920)
        #expect(abs(try #require(audio.effectiveRate) - 48_000) < 150)
        #expect(audio.pace.maxAhead > .seconds(20))
    }

    @Test func `what is missing is a gap, what comes late is not`() throws {
        let lost = Self.heard(Sounds.bytes(Sounds.voice(seconds: 12)), pauseAfter: 350)
        #expect(lost.gaps.count == 1)
        #expect(abs(lost.gaps.total.milliseconds - 500) < 60)
    }

    @Test func `wrong byte orders, widths and channels are named`() throws {
        let samples = Sounds.voice(seconds: 14)
        let plain = Sounds.bytes(samples)
        let swapped = stride(from: 0, to: plain.count, by: 2).flatMap { [plain[$0 + 1], plain[$0]] }
        #expect(Self.heard(swapped).layout == .s16be)
        let float = samples.flatMap { sample in
            let bits = (Float(sample) / 32_768).bitPattern
            return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> $0) }
        }
        #expect(Self.heard(float).layout == .float32)
        #expect(Self.heard(samples.map { UInt8(truncatingIfNeeded: Int($0 >> 8) + 128) }).layout != .s16le)
        #expect(Self.heard(Sounds.bytes(samples.flatMap { [$0, $0] })).layout == .dualMono)
        #expect(Self.heard(Sounds.bytes(samples.flatMap { [$0, 0] })).layout == .oneChannelSilent)
    }

    @Test func `two capsules of one microphone are two channels`() {
        let samples = Sounds.voice(seconds: 14)
        var random = SeededGenerator(seed: 7)
        let noisy = samples.flatMap { [$0, $0 &+ Int16.random(in: -24...24, using: &random)] }
        #expect(Self.heard(Sounds.bytes(noisy)).layout == .dualMono)
        #expect(Self.heard(Sounds.bytes(samples)).layout == .s16le)
    }

    @Test(arguments: [1, 3, 9])
    func `two capsules some samples apart are two channels`(distance: Int) {
        let samples = Sounds.voice(seconds: 14)
        var random = SeededGenerator(seed: 7)
        let pairs = samples.indices.flatMap { index in
            [samples[index], samples[max(index - distance, 0)] &+ Int16.random(in: -24...24, using: &random)]
        }
        #expect(Self.heard(Sounds.bytes(pairs)).layout == .stereo)
        let mixed = samples.indices.map { samples[$0] / 2 + samples[max($0 - distance, 0)] / 2 }
        #expect(Self.heard(Sounds.bytes(mixed)).layout == .s16le)
    }

    /// Periods of 4 to 100 samples: also those in which every second sample has the same place.
    @Test(arguments: [4.0, 8, 15.3, 16, 100]) func `a tone is not two channels`(period: Double) {
        let tone = (0..<224_000).map { Int16(6_000 * Self.triangle((Double($0) + 0.5) / period)) }
        #expect(Self.heard(Sounds.bytes(tone)).layout != .stereo)
    }

    private static func triangle(_ cycles: Double) -> Double {
        4 * ((cycles - cycles.rounded()).magnitude - 0.25)
    }

    @Test func `files and half samples are seen`() {
        let wav = Array("RIFF".utf8) + [UInt8](repeating: 1, count: 636)
        let audio = Self.heard(wav + wav)
        #expect(audio.container.container == .wav && audio.container.count == 2)
        #expect(Self.heard([UInt8](repeating: 3, count: 641), chunk: 641).pace.oddChunkCount == 1)
        let opus = Self.heard([1, 2, 3], type: "audio/ogg")
        #expect(opus.format == nil && opus.otherType == "audio/ogg" && opus.otherCount == 1)
    }

    @Test func `clipping, offset and digital silence`() throws {
        let loud = Self.heard(Sounds.bytes(Sounds.voice(seconds: 6, amplitude: 60_000)))
        #expect(try #require(loud.clippingRatio) > 0.01)
        let silent = Self.heard([UInt8](repeating: 0, count: 32_000 * 3))
        #expect(silent.digitalSilenceRatio == 1)
        #expect(silent.longestSilence == .seconds(3))
        #expect(silent.snrDB == nil && silent.levelDBFS == nil)
        let offset = Self.heard(Sounds.bytes(Sounds.voice(seconds: 4).map { $0 / 2 + 1_638 }))
        #expect(abs(try #require(offset.dcOffset) - 0.05) < 0.005)
    }
}
