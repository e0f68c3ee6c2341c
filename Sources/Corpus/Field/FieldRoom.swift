import Foundation
import LiveProtocol
import Simulator

/// Rooms in which people of the field telephone, and what stands between their microphones and the wire.
enum FieldRoom {
    enum Noise: CaseIterable { case white, pink, fan }

    /// Three seconds of it at 16 kHz, that many dBFS loud.
    static func samples(_ noise: Noise, level: Double, seed: UInt64) -> [Float] {
        var dice = Dice(seed: seed ^ 0xF0A9)
        var slow: Float = 0
        var slower: Float = 0
        let raw = (0..<48_000).map { index -> Float in
            let white = Float.random(in: -1...1, using: &dice)
            slow = 0.92 * slow + white
            slower = 0.99 * slower + 0.3 * white
            switch noise {
            case .white: return white
            case .pink: return white * 0.4 + slow * 0.5 + slower
            case .fan: return slow + 1.2 * Float(Sine.of(100 * Double(index) / 16_000))
            }
        }
        let power = raw.reduce(Float(0)) { $0 + $1 * $1 } / Float(raw.count)
        let gain = Float(32_768 * pow(10, level / 20)) / max(power.squareRoot(), 0.000_1)
        return raw.map { $0 * gain }
    }

    /// Chords that follow each other, as a telephone plays them to whoever waits.
    static func music(_ length: Duration, level: Double, seed: UInt64) -> [Float] {
        var dice = Dice(seed: seed ^ 0x3051C)
        let amplitude = Float(32_768 * pow(10, level / 20)) * 0.8
        var chord: [Double] = []
        let bases = [220.0, 246.9, 196, 174.6, 261.6]
        var samples: [Float] = []
        let count = Int(length.seconds * 16_000)
        samples.reserveCapacity(count)
        for index in 0..<count {
            if index % 9_600 == 0 {
                let base = bases.randomElement(using: &dice) ?? 220
                chord = [base, base * 1.25, base * 1.5, base * 4]
            }
            let time = Double(index) / 16_000
            let fade = 1 - 0.6 * Double(index % 9_600) / 9_600
            let tone = chord.reduce(0.0) { $0 + Sine.of($1 * time) } / 2
            samples.append(amplitude * Float(tone * fade))
        }
        return samples
    }
}

extension MicrophoneEncoding {
    /// 8 kHz by a telephone line, and up to 16 kHz again.
    static let telephone = MicrophoneEncoding { samples in
        var line: [Int16] = []
        line.reserveCapacity(samples.count)
        var low: Float = 0
        var high: Float = 0
        var last: Float = 0
        for start in stride(from: 0, to: samples.count - 1, by: 2) {
            let sample = (Float(samples[start]) + Float(samples[start + 1])) / 2
            low += 0.8 * (sample - low)
            high = 0.9 * (high + low - last)
            last = low
            let before = Float(line.last ?? 0)
            line.append(Int16(max(-32_768, min(32_767, (before + high) / 2))))
            line.append(Int16(max(-32_768, min(32_767, high))))
        }
        return littleEndian(line)
    }

    /// Left and right of a microphone with two capsules, mixed as they should be.
    static func downmixed(apart: Int) -> MicrophoneEncoding {
        MicrophoneEncoding { samples in
            littleEndian(
                samples.indices.map { index in
                    Int16((Int(samples[index]) + Int(samples[max(index - apart, 0)])) / 2)
                })
        }
    }

    /// The same two capsules, sent one after the other.
    static func twoCapsules(apart: Int, hiss: Int, seed: UInt64) -> MicrophoneEncoding {
        MicrophoneEncoding(bytesPerSecond: 64_000, alignment: 4) { samples in
            var dice = Dice(seed: seed)
            var both: [Int16] = []
            both.reserveCapacity(samples.count * 2)
            for index in samples.indices {
                both.append(samples[index])
                let other = Int(samples[max(index - apart, 0)]) + Int.random(in: -hiss...max(hiss, 0), using: &dice)
                both.append(Int16(clamping: other))
            }
            return littleEndian(both)
        }
    }

    /// What a noise suppressor takes for noise is sent as zeros.
    static func suppressed(below level: Double) -> MicrophoneEncoding {
        MicrophoneEncoding { samples in
            var gated = samples
            let limit = 32_768 * pow(10, level / 20)
            var open = 0
            for start in stride(from: 0, to: samples.count, by: 160) {
                let window = samples[start..<min(start + 160, samples.count)]
                let energy = window.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(window.count, 1))
                open = energy.squareRoot() > limit ? 12 : max(open - 1, 0)
                guard open == 0 else { continue }
                for index in window.indices { gated[index] = 0 }
            }
            return littleEndian(gated)
        }
    }

    /// What is picked up in those ranges since the microphone opened comes that much quieter.
    static func ducked(_ ranges: [Range<Duration>], by gain: Double) -> MicrophoneEncoding {
        let factor = Float(pow(10, gain / 20))
        return MicrophoneEncoding { samples in
            var ducked = samples
            for range in ranges {
                let from = max(Int((range.lowerBound - Dialogue.microphoneAt).seconds * 16_000), 0)
                let to = min(Int((range.upperBound - Dialogue.microphoneAt).seconds * 16_000), samples.count)
                for index in from..<max(to, from) { ducked[index] = Int16(Float(samples[index]) * factor) }
            }
            return littleEndian(ducked)
        }
    }

    /// Far too loud from `start` on for that long.
    static func clipped(from start: Duration, for length: Duration, by gain: Double) -> MicrophoneEncoding {
        let factor = Float(pow(10, gain / 20))
        return MicrophoneEncoding { samples in
            var loud = samples
            let from = min(max(Int((start - Dialogue.microphoneAt).seconds * 16_000), 0), samples.count)
            let to = min(from + Int(length.seconds * 16_000), samples.count)
            for index in from..<to {
                loud[index] = Int16(max(-32_768, min(32_767, Float(samples[index]) * factor)))
            }
            return littleEndian(loud)
        }
    }

    /// With an offset of the converter.
    static func shifted(by offset: Int) -> MicrophoneEncoding {
        MicrophoneEncoding { samples in littleEndian(samples.map { Int16(clamping: Int($0) + offset) }) }
    }
}
