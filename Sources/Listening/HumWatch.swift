import LiveProtocol

/// Mains hum: how much of the sound between words is 50 or 60 Hz and their harmonics (`docs/metrics.md#level-and-noise`).
///
/// Half a second of sound without speech is looked at every four seconds: its samples are averaged down to about
/// 1 kHz, and the power at each frequency is taken by the recurrence of Goertzel under a Hann window, which hears 2 Hz
/// to either side.
package struct HumWatch: Codable, Hashable, Sendable {
    /// What the hum is; nil before three looks.
    package var hum: MainsHum? {
        guard shares.count >= 3 else { return nil }
        let count = Double(shares.count)
        let at50 = shares.reduce(0) { $0 + $1.at50 } / count
        let at60 = shares.reduce(0) { $0 + $1.at60 } / count
        return MainsHum(frequency: at50 >= at60 ? 50 : 60, share: min(max(at50, at60), 1))
    }

    private struct Shares: Codable, Hashable, Sendable {
        var at50: Double
        var at60: Double
    }

    /// Of the samples that were gathered, before they were averaged down.
    private struct Measures: Codable, Hashable, Sendable {
        var sum: Int64 = 0
        var squares: Int64 = 0
        var count: Int64 = 0
    }

    private var shares = Ring<Shares>(capacity: 8)
    private var samples: [Float] = []
    private var measures = Measures()
    private var restingFrames = 0

    private static let frames = 25
    private static let rest = 175
    private static let harmonics = 6

    package init() {}

    /// - Parameters:
    ///   - bytes: one frame of 16-bit samples of one channel, 20 ms.
    ///   - isSpeech: then it says nothing of the noise, and what was gathered is given up.
    package mutating func append(_ bytes: ArraySlice<UInt8>, _ frame: FrameMeasure, isSpeech: Bool) {
        guard restingFrames == 0 else {
            restingFrames -= 1
            return
        }
        guard !isSpeech, !frame.isDigitalSilence else { return clear() }
        gather(bytes, frame)
        guard measures.count >= Int64(Self.frames * frame.sampleCount) else { return }
        judge(rate: Double(frame.sampleCount * 50))
        clear()
        restingFrames = Self.rest
    }

    private mutating func clear() {
        samples.removeAll(keepingCapacity: true)
        measures = Measures()
    }

    private mutating func gather(_ bytes: ArraySlice<UInt8>, _ frame: FrameMeasure) {
        measures.sum += frame.sum
        measures.squares += frame.squares
        measures.count += Int64(frame.sampleCount)
        let width = Self.width(of: frame.sampleCount)
        var (sum, count) = (Int32(0), 0)
        PCMSamples.forEach(in: bytes) { sample in
            sum &+= sample
            count += 1
            guard count == width else { return }
            samples.append(Float(sum) / Float(width))
            (sum, count) = (0, 0)
        }
    }

    /// Samples that become one.
    private static func width(of sampleCount: Int) -> Int { max(sampleCount / 20, 1) }

    private mutating func judge(rate: Double) {
        let count = Double(measures.count)
        let mean = Double(measures.sum) / count
        let total = Double(measures.squares) / count - mean * mean
        guard total > 0 else { return }
        let width = Double(Self.width(of: Int(rate / 50)))
        let window = Fourier.hann(samples.count)
        let shaped = zip(samples, window).map { (Double($0) - mean) * $1 }
        let gain = window.reduce(0, +)
        func share(_ frequency: Double) -> Double {
            let power = Self.power(of: shaped, turns: frequency * width / rate)
            return 2 * power / (gain * gain) / total
        }
        shares.append(Shares(at50: share(50), at60: share(60)))
    }

    /// Sum of the squared magnitudes at a frequency, in turns per sample, and its harmonics.
    private static func power(of samples: [Double], turns: Double) -> Double {
        let base = Fourier.angle(turns: turns).cos
        var (cosine, before) = (base, 1.0)
        var power = 0.0
        for _ in 0..<harmonics {
            power += magnitude(of: samples, coefficient: 2 * cosine)
            (cosine, before) = (2 * base * cosine - before, cosine)
        }
        return power
    }

    /// Goertzel (1958): |X|² at the frequency whose doubled cosine is `coefficient`.
    private static func magnitude(of samples: [Double], coefficient: Double) -> Double {
        var (last, beforeLast) = (0.0, 0.0)
        for sample in samples { (last, beforeLast) = (sample + coefficient * last - beforeLast, last) }
        return last * last + beforeLast * beforeLast - coefficient * last * beforeLast
    }
}

/// Hum of the mains in the sound between words.
public struct MainsHum: Hashable, Sendable {
    /// 50 or 60 Hz: whichever is stronger.
    public var frequency: Double
    /// Share of the power between words that it and five harmonics carry, 0…1; above 0.5 it is hum.
    public var share: Double
}
