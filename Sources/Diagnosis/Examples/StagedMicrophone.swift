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

        func bytes(of samples: [Int16]) -> [UInt8] {
            samples.flatMap { sample -> [UInt8] in
                let (low, high) = (UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8))
                return switch self {
                case .littleEndian: [low, high]
                case .bigEndian: [high, low]
                case .dualMono: [low, high, low, high]
                }
            }
        }
    }

    package mutating func speech(_ count: Int) -> [Int16] {
        var samples: [Int16] = []
        samples.reserveCapacity(count)
        for _ in 0..<count {
            let voice = voiced()
            samples.append(heard((voice + chance() * (voice.magnitude / 8 + 60)) * gain))
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
