import Foundation

/// Levels of sound in dB below full scale.
public enum SpeechLevel {
    /// Mean power of all samples.
    public static func mean(_ samples: [Float]) -> Double { decibels(power(samples[...])) }

    /// The active speech level, after ITU-T P.56: the mean power of the 20 ms frames that are at most 15.9 dB below it.
    public static func active(_ samples: [Float], sampleRate: Int = 16_000) -> Double {
        let size = sampleRate / 50
        let frames = stride(from: 0, to: samples.count - size, by: size).map { power(samples[$0..<$0 + size]) }
        var level = (frames.max() ?? 0) * 0.1
        for _ in 0..<20 {
            let active = frames.filter { $0 >= level / 38.9 }
            level = active.reduce(0, +) / Double(max(active.count, 1))
        }
        return decibels(level)
    }

    private static func power(_ samples: ArraySlice<Float>) -> Double {
        samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(samples.count, 1))
    }

    private static func decibels(_ power: Double) -> Double { 10 * log10(power / (32_768 * 32_768) + 1e-12) }
}
