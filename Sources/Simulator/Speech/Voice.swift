import Foundation
import LiveProtocol

/// Makes PCM that measures like speech: a pitched tone with falling harmonics, shaped into about four syllables a
/// second, with a level around -20 dBFS. Nobody's voice, and the same for the same seed.
///
/// 16-bit little-endian mono at `sampleRate`.
package struct Voice: Sendable {
    package let sampleRate: Int
    private let pitch: Double
    private var position = 0

    package init(seed: UInt64, sampleRate: Int) {
        var dice = Dice(seed: seed)
        self.sampleRate = sampleRate
        pitch = Double.random(in: 110...210, using: &dice)
    }

    /// The next `length` of speech, continuing without a click where the last call ended.
    package mutating func speak(_ length: Duration) -> [UInt8] { Self.bytes(samples(length)) }

    package mutating func samples(_ length: Duration) -> [Int16] {
        let end = position + Self.sampleCount(length, at: sampleRate)
        var samples: [Int16] = []
        samples.reserveCapacity(end - position)
        // Loops rather than `map` where there is one step for each sample: without optimisation they take a third.
        for index in position..<end { samples.append(sample(at: index)) }
        position = end
        return samples
    }

    /// `samples` as they travel.
    package static func bytes(_ samples: some Collection<Int16>) -> [UInt8] {
        var pcm: [UInt8] = []
        pcm.reserveCapacity(samples.count * 2)
        for sample in samples {
            pcm.append(UInt8(truncatingIfNeeded: sample))
            pcm.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        return pcm
    }

    /// Digital silence.
    package static func silence(_ length: Duration, sampleRate: Int) -> [UInt8] {
        Array(repeating: 0, count: sampleCount(length, at: sampleRate) * 2)
    }

    private static func sampleCount(_ length: Duration, at rate: Int) -> Int {
        Int((length.seconds * Double(rate)).rounded())
    }

    private func sample(at index: Int) -> Int16 {
        let time = Double(index) / Double(sampleRate)
        let phase = 2 * Double.pi * pitch * time
        let tone = sin(phase) + 0.5 * sin(2 * phase) + 0.25 * sin(3 * phase) + 0.12 * sin(5 * phase)
        let syllable = 0.25 + 0.75 * abs(sin(Double.pi * 4 * time))
        return Int16(max(-32_000, min(32_000, tone * syllable * 4_500)))
    }
}

package enum Sine {
    /// Of that many turns.
    package static func of(_ turns: Double) -> Double { sin(2 * .pi * turns) }
}
