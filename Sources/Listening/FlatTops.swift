/// Whether the loudest samples pile up at one value below full scale: sound that was clipped before it was scaled down
/// (`docs/metrics.md#level-and-noise`).
public struct FlatTops: Codable, Hashable, Sendable {
    /// Share of the samples of four seconds that are within 1/256 of the largest; natural sound has a few.
    public var share: Double
    /// How many times as many as in the step below; above 10, with a share above 0.0005, tops are flat.
    public var contrast: Double
    /// The value at which they are, as a share of full scale.
    public var level: Double

    /// Nil for a window without sound.
    init?(_ window: LoudFrames) {
        let frames = window.frames
        var peak: Int32 = 0
        for frame in frames { PCMSamples.forEach(in: frame.bytes[...]) { peak = max(peak, abs($0)) } }
        let sampleCount = window.count * (frames.first.map { $0.bytes.count / 2 } ?? 0)
        guard peak > 0, sampleCount > 0 else { return nil }
        let step = max(peak / 256, 1)
        var (top, next) = (0, 0)
        for frame in frames {
            PCMSamples.forEach(in: frame.bytes[...]) { sample in
                let distance = peak - abs(sample)
                if distance < step { top += 1 } else if distance < 2 * step { next += 1 }
            }
        }
        share = Double(top) / Double(sampleCount)
        contrast = Double(top) / Double(max(next, 1))
        level = Double(peak) / 32_768
    }
}
