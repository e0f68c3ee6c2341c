import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// Sound is stored in fewer bytes and comes back to the bit.
@Suite struct SoundCodeTests {
    private static func bytes(_ samples: [Int]) -> [UInt8] {
        samples.flatMap { sample in
            let sample = Int16(clamping: sample)
            return [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
        }
    }

    private static func written(_ bytes: [UInt8]) -> [UInt8]? {
        var target = [UInt8](repeating: 0xEE, count: bytes.count + SoundCode.slack)
        let count = target.withUnsafeMutableBytes { target in bytes.withUnsafeBytes { SoundCode.write($0, to: target) }
        }
        return count.map { Array(target.prefix($0)) }
    }

    private static func read(_ coded: [UInt8], _ count: Int) -> [UInt8]? {
        var target = [UInt8](repeating: 0, count: count)
        let isRead = target.withUnsafeMutableBytes { target in
            coded.withUnsafeBytes { SoundCode.read($0, into: target) }
        }
        return isRead ? target : nil
    }

    /// Two tones and noise of so many steps.
    private static func voice(_ count: Int, noise: Int, _ random: inout SeededGenerator) -> [Int] {
        (0..<count).map { index in
            let tone = 6_000 * sin(Double(index) * 0.06) + 1_500 * sin(Double(index) * 0.31)
            return Int(tone) + .random(in: -noise...noise, using: &random)
        }
    }

    @Test func `any sound comes back exactly`() {
        let sounds: [(Int, inout SeededGenerator) -> [Int]] = [
            { Self.voice($0, noise: 8, &$1) },
            { Self.voice($0, noise: 900, &$1) },
            { count, _ in [Int](repeating: 0, count: count) },
            { count, _ in [Int](repeating: -32_768, count: count) },
            { count, _ in (0..<count).map { $0.isMultiple(of: 2) ? 32_767 : -32_768 } },
            { count, random in
                (0..<count).map { _ in random.isOne(in: 50) ? .random(in: -32_768...32_767, using: &random) : 3 }
            },
            { count, random in
                var sample = 0
                return (0..<count).map { _ in
                    sample = max(-32_768, min(32_767, sample + .random(in: -300...300, using: &random)))
                    return sample
                }
            },
        ]
        expectProperty(runs: 400) { random in
            let make = sounds[Int.random(in: sounds.indices, using: &random)]
            var bytes = Self.bytes(make(.random(in: 32...1_500, using: &random), &random))
            if random.isOne(in: 3) { bytes.append(0xA5) }
            guard let coded = Self.written(bytes) else { return }
            try #require(coded.count <= bytes.count - bytes.count / 8 + 1)
            try #require(Self.read(coded, bytes.count) == bytes)
        }
    }

    @Test func `a voice takes half of its bytes, silence nearly none, and noise is left alone`() throws {
        var random = SeededGenerator(seed: 3)
        let voice = Self.bytes(Self.voice(960, noise: 4, &random))
        #expect(try #require(Self.written(voice)).count < voice.count / 2)
        #expect(try #require(Self.written([UInt8](repeating: 0, count: 1_920))).count == 20)
        #expect(Self.written(random.bytes(1_920)) == nil)
        #expect(Self.written([UInt8](repeating: 0, count: 62)) == nil)
    }

    @Test func `bytes that nobody wrote give some sound or none`() throws {
        var random = SeededGenerator(seed: 5)
        let sound = Self.bytes(Self.voice(640, noise: 100, &random))
        let coded = try #require(Self.written(sound))
        #expect(Self.read(coded, 1_000_000) == nil)
        #expect(Self.read([4] + coded.dropFirst(), sound.count) == nil)
        #expect(Self.read([], 0) == nil)
        for count in 0..<coded.count { _ = Self.read(Array(coded.prefix(count)), sound.count) }
        #expect(Self.read(Array(coded.prefix(coded.count / 2)), sound.count) == nil)
        for _ in 0..<2_000 {
            var damaged = coded
            damaged[.random(in: damaged.indices, using: &random)] = .random(in: 0...255, using: &random)
            if let read = Self.read(damaged, sound.count) { #expect(read.count == sound.count) }
        }
    }
}
