import FoundationEssentials

/// Sound that is measured as a voice is.
enum VoiceSound {
    /// Noise that swells four times a second, as syllables do, and is as smooth as a voice.
    static func base64(samples: Int, loudness: Double, from start: Int, rate: Int) -> String {
        var state = UInt64(truncatingIfNeeded: start) &+ 0x9E37_79B9_7F4A_7C15
        var bytes: [UInt8] = []
        var smooth = 0.0
        for index in start..<start + samples {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = Double(Int16(truncatingIfNeeded: state >> 33)) / 32_768
            let phase = Double(index * 4 % rate) / Double(rate)
            smooth = 0.9 * smooth + 0.44 * noise
            let sample = Int16(max(-1, min(1, smooth)) * loudness * (1 - abs(2 * phase - 1)))
            bytes += [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
        }
        return Data(bytes).base64EncodedString()
    }
}
