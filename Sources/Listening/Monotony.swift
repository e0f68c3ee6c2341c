import LiveProtocol

/// Stretches of the model's audio whose loudness hardly changes: a tone or noise rather than speech, and which of them
/// (`docs/metrics.md#speech-and-echo`), for `output-degenerate`.
package struct Monotony: Codable, Hashable, Sendable {
    /// The longest stretch of the turn within 1.5 dB.
    package private(set) var longest: Duration = .zero
    /// Spectral flatness of that stretch: towards 0 for a tone, towards 1 for noise; nil below half a second.
    package private(set) var flatness: Double?
    private var length: Duration = .zero
    private var level = 0.0
    private var frames = 0
    private var powers: [Double] = []
    private var spectra = 0
    /// Spectra of the stretch that `flatness` is of.
    private var judgedSpectra = 0

    private static let audible = -50.0
    private static let tolerance = 1.5
    /// Of the frames every fifth; of those ten make a mean that noise comes out flat in.
    private static let interval = 5
    private static let enough = 10
    /// More would not change the mean.
    private static let limit = 100

    package init() {}

    /// - Parameter bytes: a frame of 20 ms.
    package mutating func append(_ bytes: ArraySlice<UInt8>, level: Double) {
        let isSteady = level > Self.audible && abs(level - self.level) < Self.tolerance
        guard isSteady else { return begin(at: level) }
        length += FrameCutter.frameLength
        frames += 1
        if frames.isMultiple(of: Self.interval), spectra < Self.limit { add(bytes) }
        guard length > longest else { return }
        longest = length
        guard frames.isMultiple(of: Self.interval), spectra != judgedSpectra else { return }
        judgedSpectra = spectra
        flatness = spectra >= Self.enough ? flatnessOfPowers : nil
    }

    private mutating func begin(at level: Double) {
        self.level = level
        guard frames > 0 else { return }
        (length, frames, spectra, judgedSpectra) = (.zero, 0, 0, 0)
        powers.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        Fourier.of(bytes.count / 2).addPower(of: bytes, to: &powers)
        spectra += 1
    }

    /// Geometric over arithmetic mean of the power in the bins, the lowest left out: there is the offset.
    private var flatnessOfPowers: Double? {
        let bins = powers.dropFirst(2)
        let mean = bins.reduce(0, +) / Double(max(bins.count, 1))
        guard mean > 0 else { return nil }
        let decibels = bins.reduce(0) { $0 + Decibels.of(max($1 / mean, 1e-12)) } / Double(bins.count)
        return Decibels.power(decibels)
    }
}
