import Foundation

/// Background sounds, the same for the same seed.
public enum Noise: String, CaseIterable, Sendable {
    /// As loud at every frequency: a bad line.
    case white
    /// 3 dB less per octave: a room, traffic.
    case pink
    /// A fan over the hum of the mains.
    case fan
    /// Many people talking at once.
    case crowd
    /// Six people talking nearby, each with pauses.
    case talk
    /// A chord a second, struck twice, with a drum.
    case music

    /// Those that go on as they are.
    public static let steady: [Noise] = [.white, .pink, .fan, .crowd]

    /// `count` samples at 16 kHz with this mean level, in dB below full scale.
    public func samples(_ count: Int, level: Double, seed: UInt64 = 1) throws -> [Float] {
        let raw = try raw(seed: seed)
        let gain = Float(pow(10, (level - SpeechLevel.mean(raw)) / 20))
        return (0..<count).map { raw[$0 % raw.count] * gain }
    }

    /// Eight seconds at an arbitrary level.
    private func raw(seed: UInt64) throws -> [Float] {
        let count = 8 * Utterance.sampleRate
        var random = SeededGenerator(seed: seed)
        switch self {
        case .white: return (0..<count).map { _ in random.gaussian() }
        case .pink: return Self.pink(count, &random)
        case .fan: return Self.fan(count, &random)
        case .crowd: return try Self.crowd(count, &random)
        case .talk: return try Self.talk(count, &random)
        case .music: return Self.music(count, &random)
        }
    }

    /// White noise through three low-pass filters (Paul Kellet's economy method), within 0.5 dB of 3 dB per octave.
    private static func pink(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
        var (low, middle, high): (Float, Float, Float) = (0, 0, 0)
        return (0..<count).map { _ in
            let white = random.gaussian()
            low = 0.99765 * low + white * 0.099046
            middle = 0.963 * middle + white * 0.2965164
            high = 0.57 * high + white * 1.0526913
            return low + middle + high + white * 0.1848
        }
    }

    private static func fan(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
        var air: Float = 0
        return (0..<count).map { index in
            air = 0.9 * air + random.gaussian()
            let phase = 2 * Float.pi * Float(index) / Float(Utterance.sampleRate)
            return air + 1.5 * sin(100 * phase) + 0.7 * sin(200 * phase) + 0.4 * sin(300 * phase)
        }
    }

    /// Every voice of the corpus over and over, each beginning somewhere else, three times over.
    private static func crowd(_ count: Int, _ random: inout SeededGenerator) throws -> [Float] {
        var sum = [Float](repeating: 0, count: count)
        let voices = try SpeechCorpus.utterances()
        for utterance in voices + voices + voices {
            let begin = Int.random(in: 0..<count, using: &random)
            for index in 0..<count {
                let place = (index + begin) % utterance.samples.count
                sum[index] += Float(utterance.samples[place])
            }
        }
        return sum
    }

    /// Every second voice of the corpus over and over, up to half a second after each sentence.
    private static func talk(_ count: Int, _ random: inout SeededGenerator) throws -> [Float] {
        var sum = [Float](repeating: 0, count: count)
        let voices = try SpeechCorpus.utterances()
        for utterance in stride(from: 0, to: voices.count, by: 2).map({ voices[$0].samples }) {
            var begin = -Int.random(in: 0..<utterance.count, using: &random)
            while begin < count {
                for (index, sample) in utterance.enumerated() where sum.indices.contains(begin + index) {
                    sum[begin + index] += Float(sample)
                }
                begin += utterance.count + Int.random(in: 0..<8_000, using: &random)
            }
        }
        return sum
    }

    private static func music(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
        let chords: [[Float]] = [[220, 277, 330], [196, 247, 294], [175, 220, 262], [165, 208, 247]]
        return (0..<count).map { index in
            let second = Float(index) / Float(Utterance.sampleRate)
            let age = Float(index % 8_000) / Float(Utterance.sampleRate)
            let chord = chords[index / 16_000 % chords.count]
            let tones = chord.reduce(Float(0)) { sum, frequency in
                (1...4).reduce(sum) { $0 + sin(2 * .pi * frequency * Float($1) * second) / Float($1) }
            }
            let drum = index / 8_000 % 2 == 0 ? 2 * exp(-20 * age) * random.gaussian() : 0
            return tones * (0.3 + 0.7 * exp(-3 * age)) + drum
        }
    }
}

extension SeededGenerator {
    /// Nearly normal, of variance 1: the sum of twelve uniform numbers.
    fileprivate mutating func gaussian() -> Float {
        var sum: Float = -6
        for _ in 0..<3 {
            let bits = next()
            for shift in [0, 16, 32, 48] as [UInt64] { sum += Float(bits >> shift & 0xFFFF) / 65_536 }
        }
        return sum
    }
}
