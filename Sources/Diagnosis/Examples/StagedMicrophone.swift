/// Somebody who speaks in a room that is never quite silent, sample by sample at 16 kHz: a pitched tone with falling
/// harmonics and some breath, shaped into about four syllables a second. It measures like speech at about -20 dBFS, and is
/// the same each time.
package struct StagedMicrophone: Sendable {
    /// Of the speech: 1 leaves it as it is.
    package var gain = 1.0
    /// The loudest sample of the room's noise.
    package var noise = 36.0
    /// Added to every sample.
    package var offset = 0.0
    /// How much of the speech is breath: none leaves a tone, as of somebody who sings.
    package var breath = 1.0
    package var encoding = Encoding.littleEndian

    private var position = 0
    private var dice: UInt64 = 1

    /// What the client makes of samples before it sends them.
    package enum Encoding: Sendable {
        /// What Live takes.
        case littleEndian
        case bigEndian
        /// Both channels of a stereo stream.
        case dualMono
        /// Both channels of two capsules three samples apart.
        case capsules
        /// The same two, mixed down as they should be.
        case downmixed

        func bytes(of samples: [Int16]) -> [UInt8] {
            samples.indices.flatMap { index -> [UInt8] in
                let (near, far) = (samples[index], samples[max(index - 3, 0)])
                let (low, high) = Self.split(near)
                switch self {
                case .littleEndian: return [low, high]
                case .bigEndian: return [high, low]
                case .dualMono: return [low, high, low, high]
                case .capsules:
                    let other = Self.split(far)
                    return [low, high, other.low, other.high]
                case .downmixed:
                    let mixed = Self.split(near / 2 + far / 2)
                    return [mixed.low, mixed.high]
                }
            }
        }

        private static func split(_ sample: Int16) -> (low: UInt8, high: UInt8) {
            (UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8))
        }
    }

    package mutating func speech(_ count: Int) -> [Int16] {
        var samples: [Int16] = []
        samples.reserveCapacity(count)
        for _ in 0..<count {
            let voice = voiced()
            samples.append(heard((voice + chance() * (voice.magnitude / 8 + 60) * breath) * gain))
            position += 1
        }
        return samples
    }

    mutating func room(_ count: Int) -> [Int16] {
        var samples: [Int16] = []
        samples.reserveCapacity(count)
        for _ in 0..<count { samples.append(heard(0)) }
        return samples
    }

    /// With the room; what is louder than full scale is cut off.
    private mutating func heard(_ sound: Double) -> Int16 {
        Int16(max(-32_768, min(32_767, (sound + chance() * noise + offset).rounded())))
    }

    private func voiced() -> Double {
        let time = Double(position) / 16_000
        let cycles = 140 * time
        let tone = wave(cycles) + wave(2 * cycles) / 2 + wave(3 * cycles) / 4 + wave(5 * cycles) / 8
        return tone * (0.25 + 0.75 * wave(2 * time).magnitude) * 4_500
    }

    /// Near enough to a sine: two parabolas.
    private func wave(_ cycles: Double) -> Double {
        let place = (cycles - cycles.rounded(.down)) * 2 - 1
        return -4 * place * (1 - place.magnitude)
    }

    /// From -1 to 1, the same numbers each time.
    private mutating func chance() -> Double {
        dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(dice >> 11) / Double(UInt64(1) << 52) - 1
    }
}
