package import LiveProtocol

/// Mean power spectrum of the loud frames of the input: how far up the voice reaches
/// (`docs/metrics.md#level-and-noise`).
package struct Spectrum: Codable, Hashable, Sendable {
    private var powers: [Double] = []
    private var frameCount = 0
    private var rate = 0
    /// Seconds of speech that the frames stand for, in frames of 20 ms.
    private var speechFrames = 0

    /// More would not change the mean, and cost.
    private static let framesPerWindow = 12
    private static let enough = 500

    package mutating func append(_ window: LoudFrames, _ format: AudioFormat) {
        guard format.channels == 1, window.audibleCount >= 75 else { return }
        if format.rate != rate { self = Spectrum(rate: format.rate) }
        let fourier = Fourier.of(format.rate / 50)
        for frame in window.frames.prefix(Self.framesPerWindow) { add(frame.bytes, fourier) }
        speechFrames += window.audibleCount
        // What was long ago fades.
        if frameCount > 1_000 {
            powers = powers.map { $0 / 2 }
            frameCount /= 2
        }
    }

    package init(rate: Int = 0) { self.rate = rate }

    private mutating func add(_ bytes: [UInt8], _ fourier: Fourier) {
        fourier.addPower(of: bytes[...], to: &powers)
        frameCount += 1
    }

    /// There is enough speech in it for a verdict.
    package var isSettled: Bool { speechFrames >= Self.enough }

    /// Hertz above which nothing is within 50 dB of the strongest; nil before ten seconds of speech.
    package var bandEdge: Double? {
        guard isSettled, let strongest = powers.max(), strongest > 0 else { return nil }
        guard let highest = powers.lastIndex(where: { $0 >= strongest * 1e-5 }) else { return nil }
        return Double(highest) * Double(rate) / Double(2 * (powers.count - 1))
    }
}
