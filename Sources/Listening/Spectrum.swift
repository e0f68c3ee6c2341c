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
        let spectrum = fourier.power(of: PCMSamples(bytes[...]).map(Double.init))
        if powers.count != spectrum.count { powers = [Double](repeating: 0, count: spectrum.count) }
        for index in spectrum.indices { powers[index] += spectrum[index] }
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

/// A Fourier transform for frames of audio. The pure targets have no mathematical library: sines come from halving
/// angles, which needs nothing but square roots.
struct Fourier: Sendable {
    private let window: [Double]
    private let turns: [(cos: Double, sin: Double)]
    /// A power of two.
    private let size: Int

    /// For frames of `count` samples: what does not depend on them is made once.
    init(_ count: Int) {
        var size = 2
        while size < count { size *= 2 }
        self.size = size
        window = Self.hann(count)
        turns = Self.roots(size)
    }

    /// Of frames of 20 ms at the rates that calls have, made once.
    private static let usual = [160, 320, 480, 882, 960].reduce(into: [:]) { $0[$1] = Fourier($1) }

    static func of(_ count: Int) -> Fourier { usual[count] ?? Fourier(count) }

    /// Power in each bin from 0 to half the sampling rate, after a Hann window, padded with zeros.
    func power(of samples: [Double]) -> [Double] {
        var real = [Double](repeating: 0, count: size)
        var imaginary = real
        for (index, (sample, weight)) in zip(samples, window).enumerated() { real[index] = sample * weight }
        Self.transform(&real, &imaginary, turns)
        return (0...size / 2).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
    }

    /// Radix 2, decimation in time, in place.
    private static func transform(
        _ real: inout [Double], _ imaginary: inout [Double], _ turns: [(cos: Double, sin: Double)]
    ) {
        reverseBits(&real)
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                turns.withUnsafeBufferPointer { transform(real, imaginary, $0) }
            }
        }
    }

    private static func transform(
        _ real: UnsafeMutableBufferPointer<Double>, _ imaginary: UnsafeMutableBufferPointer<Double>,
        _ turns: UnsafeBufferPointer<(cos: Double, sin: Double)>
    ) {
        let size = real.count
        var half = 1
        while half < size {
            let step = size / (2 * half)
            for start in stride(from: 0, to: size, by: 2 * half) {
                for offset in 0..<half {
                    let (cosine, sine) = turns[offset * step]
                    let (low, high) = (start + offset, start + offset + half)
                    let (r, i) = (
                        real[high] * cosine + imaginary[high] * sine, imaginary[high] * cosine - real[high] * sine
                    )
                    (real[high], imaginary[high]) = (real[low] - r, imaginary[low] - i)
                    (real[low], imaginary[low]) = (real[low] + r, imaginary[low] + i)
                }
            }
            half *= 2
        }
    }

    private static func reverseBits(_ values: inout [Double]) {
        var reversed = 0
        let count = values.count
        for index in 1..<count {
            var bit = count / 2
            while reversed & bit != 0 {
                reversed ^= bit
                bit /= 2
            }
            reversed |= bit
            if index < reversed { values.swapAt(index, reversed) }
        }
    }

    /// Cosine and sine of the first half of a circle cut into `size` parts, `size` being a power of two.
    private static func roots(_ size: Int) -> [(cos: Double, sin: Double)] {
        // The angle of half a circle has cosine -1; half of it each time until it is the one that is wanted.
        var (cosine, sine) = (-1.0, 0.0)
        var parts = 2
        while parts < size {
            (cosine, sine) = (((1 + cosine) / 2).squareRoot(), ((1 - cosine) / 2).squareRoot())
            parts *= 2
        }
        var roots: [(cos: Double, sin: Double)] = [(1, 0)]
        for _ in 1..<max(size / 2, 2) {
            let (c, s) = roots[roots.count - 1]
            roots.append((c * cosine - s * sine, s * cosine + c * sine))
        }
        return roots
    }

    /// Half a period of a raised cosine over `count` samples, by the recurrence of the cosine.
    static func hann(_ count: Int) -> [Double] {
        guard count > 1 else { return [Double](repeating: 1, count: count) }
        let (cosine, sine) = angle(turns: 1 / Double(count - 1))
        var (c, s) = (1.0, 0.0)
        return (0..<count).map { _ in
            defer { (c, s) = (c * cosine - s * sine, s * cosine + c * sine) }
            return 0.5 - 0.5 * c
        }
    }

    /// Cosine and sine of a small part of a circle, as a series: `turns` is at most a sixteenth here.
    static func angle(turns: Double) -> (cos: Double, sin: Double) {
        let angle = turns * 6.283_185_307_179_586
        let square = angle * angle
        let cosine = 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
        let sine = angle * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)))
        return (cosine, sine)
    }
}
