import Simulator

extension MicrophoneEncoding {
    /// Samples at another rate than the type says, by linear interpolation.
    ///
    /// - Parameter declared: what the type says, in samples a second.
    public static func rate(_ rate: Int, declared: Int = Microphone.rate) -> MicrophoneEncoding {
        MicrophoneEncoding(mimeType: "audio/pcm;rate=\(declared)", bytesPerSecond: rate * 2) { samples in
            Voice.bytes(samples.resampled(to: rate))
        }
    }

    public static let bigEndian = MicrophoneEncoding { samples in
        samples.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    /// A byte before the first sample: every sample after it is cut in two.
    public static let shifted = MicrophoneEncoding(alignment: 1) { [0] + Voice.bytes($0) }

    /// What an audio context delivers, -1 to 1 in four bytes.
    public static let float32 = MicrophoneEncoding(bytesPerSecond: 64_000, alignment: 4) { samples in
        samples.flatMap { sample -> [UInt8] in
            let bits = (Float(sample) / 32_768).bitPattern
            return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> $0) }
        }
    }

    public static let s24 = MicrophoneEncoding(bytesPerSecond: 48_000, alignment: 3) { samples in
        samples.flatMap { [0x5A, UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    public static let unsigned8 = MicrophoneEncoding(bytesPerSecond: 16_000) { samples in
        samples.map { UInt8(truncatingIfNeeded: Int($0 >> 8) + 128) }
    }

    /// Floats between -1 and 1, rounded to integers without being scaled.
    public static let unscaled = MicrophoneEncoding { samples in
        Voice.bytes(samples.map { Int16((Float($0) / 32_768).rounded()) })
    }

    /// ITU-T G.711 µ-law at 8 kHz, as telephone lines have it.
    public static let mulaw = MicrophoneEncoding(bytesPerSecond: 8_000) { samples in
        samples.resampled(to: 8_000).map(\.mulaw)
    }

    /// The same on both channels.
    public static let dualMono = MicrophoneEncoding(bytesPerSecond: 64_000, alignment: 4) { samples in
        Voice.bytes(samples.flatMap { [$0, $0] })
    }

    public static let leftOnly = MicrophoneEncoding(bytesPerSecond: 64_000, alignment: 4) { samples in
        Voice.bytes(samples.flatMap { [$0, 0] })
    }

    /// Two microphones 20 cm apart: the second hears it half a millisecond later and a little less.
    public static let stereo = MicrophoneEncoding(bytesPerSecond: 64_000, alignment: 4) { samples in
        Voice.bytes(
            samples.indices.flatMap { index in [samples[index], index < 8 ? 0 : samples[index - 8] / 4 * 3] })
    }

    /// What a codec makes of it: a file's first bytes in the first message, then bytes without any order.
    ///
    /// - Parameters:
    ///   - header: of the file.
    ///   - bytesPerSecond: of the codec.
    public static func codec(_ header: [UInt8], bytesPerSecond: Int = 4_000, seed: UInt64 = 7) -> MicrophoneEncoding {
        MicrophoneEncoding(bytesPerSecond: bytesPerSecond, alignment: 2) { samples in
            var dice = Dice(seed: seed)
            let count = samples.count / (Microphone.rate / 100) * (bytesPerSecond / 100)
            return header + (0..<max(count - header.count, 0)).map { _ in UInt8.random(in: 0...255, using: &dice) }
        }
    }
}

extension [Int16] {
    /// From 16 kHz, by linear interpolation.
    fileprivate func resampled(to rate: Int) -> [Int16] {
        guard let last else { return [] }
        let count = self.count * rate / Microphone.rate
        return (0..<count).map { index in
            let (place, rest) = (index * Microphone.rate).quotientAndRemainder(dividingBy: rate)
            let (one, other) = (Int(self[place]), Int(place + 1 < self.count ? self[place + 1] : last))
            return Int16(one + (other - one) * rest / rate)
        }
    }
}

extension Int16 {
    fileprivate var mulaw: UInt8 {
        let magnitude = Swift.min(Int(self.magnitude), 32_635) + 0x84
        let exponent = Swift.max(UInt.bitWidth - magnitude.leadingZeroBitCount - 8, 0)
        let mantissa = magnitude >> (exponent + 3) & 0x0F
        return ~UInt8((self < 0 ? 0x80 : 0) | exponent << 4 | mantissa)
    }
}
