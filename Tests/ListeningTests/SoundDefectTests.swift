import Foundation
import Testing

@testable import Listening

/// Measures of what is wrong with a sound, on sound in which that is known by construction.
struct SoundDefectTests {
    private static func noise(_ count: Int, amplitude: Double, seed: UInt64 = 1) -> [Double] {
        var seed = seed
        return (0..<count).map { _ in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(Int64(bitPattern: seed) >> 40) / Double(1 << 23) * amplitude
        }
    }

    private static func tone(_ hertz: Double, _ count: Int, rate: Double = 16_000, amplitude: Double) -> [Double] {
        (0..<count).map { amplitude * sin(2 * .pi * hertz * Double($0) / rate) }
    }

    private static func bytes(_ samples: [Double]) -> [UInt8] {
        samples.flatMap { sample in
            let value = Int16(max(-32_768, min(32_767, sample.rounded())))
            return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
        }
    }

    /// Frames of 20 ms.
    private static func frames(_ samples: [Double], rate: Int) -> [[UInt8]] {
        let size = rate / 50
        return stride(from: 0, through: samples.count - size, by: size).map { bytes(Array(samples[$0..<$0 + size])) }
    }

    private static func hum(_ samples: [Double], rate: Int = 16_000, isSpeech: Bool = false) -> MainsHum? {
        var watch = HumWatch()
        for frame in frames(samples, rate: rate) {
            watch.append(frame[...], FrameMeasure(frame[...]), isSpeech: isSpeech)
        }
        return watch.hum
    }

    private static func sum(_ parts: [Double]...) -> [Double] {
        (parts.first ?? []).indices.map { index in parts.reduce(0) { $0 + $1[index] } }
    }

    @Test(arguments: [(50.0, 8_000), (50, 16_000), (49.8, 16_000), (60, 16_000), (60.1, 24_000), (50, 48_000)])
    func `hum is told from noise, and has its share`(frequency: Double, rate: Int) throws {
        let count = rate * 20
        let mains = Self.sum(
            Self.tone(frequency, count, rate: Double(rate), amplitude: 80),
            Self.tone(3 * frequency, count, rate: Double(rate), amplitude: 40))
        let hiss = Self.noise(count, amplitude: 50)
        let hum = try #require(Self.hum(Self.sum(mains, hiss), rate: rate))
        #expect(hum.frequency == frequency.rounded())
        // Powers: 3200 and 800 of the tones, a third of 2500 of the noise.
        #expect(abs(hum.share - 4_000 / 4_833) < 0.06)
    }

    @Test func `noise is no hum, speech is not looked at, and offset does not matter`() throws {
        let hiss = Self.noise(320_000, amplitude: 50)
        #expect(try #require(Self.hum(hiss)).share < 0.05)
        #expect(Self.hum(hiss, isSpeech: true) == nil)
        #expect(Self.hum([Double](repeating: 0, count: 320_000)) == nil)
        #expect(try #require(Self.hum(hiss.map { $0 + 1_000 })).share < 0.05)
    }

    private static func tops(_ samples: [Double]) throws -> FlatTops {
        var window = LoudFrames()
        for frame in frames(samples, rate: 16_000).prefix(LayoutTest.windowFrames) {
            window.append(frame[...], level: Decibels.level(FrameMeasure.power(frame[...])), position: 0)
        }
        return try #require(FlatTops(window))
    }

    @Test func `tops that were cut before the sound was scaled are flat`() throws {
        var sample = 0.0
        let voice = Self.noise(64_000, amplitude: 3_000).map { noise in
            sample = 0.9 * sample + noise
            return sample
        }
        let natural = try Self.tops(voice)
        #expect(natural.share < 0.000_5 || natural.contrast < 10)
        let cut = try Self.tops(voice.map { max(-6_000, min(6_000, $0)) * 0.7 })
        #expect(cut.share > 0.000_5 && cut.contrast > 10)
        #expect(abs(cut.level - 4_200 / 32_768) < 0.001)
    }

    private static func monotony(_ samples: [Double]) -> Monotony {
        var monotony = Monotony()
        for frame in frames(samples, rate: 24_000) {
            monotony.append(frame[...], level: Decibels.level(FrameMeasure.power(frame[...])))
        }
        return monotony
    }

    @Test func `a tone, noise and a voice`() throws {
        let tone = Self.monotony(Self.tone(440, 72_000, rate: 24_000, amplitude: 6_000))
        #expect(tone.longest >= .seconds(2.9))
        #expect(try #require(tone.flatness) < 0.02)
        let noise = Self.monotony(Self.noise(72_000, amplitude: 6_000))
        #expect(noise.longest >= .seconds(2))
        #expect(try #require(noise.flatness) > 0.6)
        let swelling = Self.noise(72_000, amplitude: 6_000).enumerated().map { index, sample in
            sample * abs(sin(Double(index) / 3_000))
        }
        #expect(Self.monotony(swelling).longest < .seconds(0.5))
        #expect(Self.monotony(swelling).flatness == nil)
    }
}
