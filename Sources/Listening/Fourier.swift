/// A Fourier transform for frames of audio. The pure targets have no mathematical library: sines come from halving
/// angles, which needs nothing but square roots.
struct Fourier: Sendable {
    private let window: [Double]
    /// Cosines and sines of each stage of the transform, one stage after the other: 1, 2, 4 and so on of them.
    private let cosines: [Double]
    private let sines: [Double]
    /// Where each sample stands, so that the transform leaves them in order.
    private let places: [Int]
    /// A power of two.
    private let size: Int

    /// For frames of `count` samples: what does not depend on them is made once.
    init(_ count: Int) {
        var size = 2
        while size < count { size *= 2 }
        self.size = size
        window = Self.hann(count)
        let turns = Self.roots(size)
        var stages: [(cos: Double, sin: Double)] = []
        var half = 1
        while half < size {
            stages += (0..<half).map { turns[$0 * (size / (2 * half))] }
            half *= 2
        }
        (cosines, sines) = (stages.map(\.cos), stages.map(\.sin))
        places = Self.reversedBits(size)
    }

    /// Of frames of 20 ms at the rates that calls have, made once.
    private static let usual = [160, 320, 480, 882, 960].reduce(into: [:]) { $0[$1] = Fourier($1) }

    static func of(_ count: Int) -> Fourier { usual[count] ?? Fourier(count) }

    /// Power in each bin from 0 to half the sampling rate, after a Hann window, padded with zeros.
    func power(of samples: [Double]) -> [Double] {
        var powers: [Double] = []
        addPower(min(samples.count, window.count), to: &powers) { samples[$0] }
        return powers
    }

    /// Adds the power of 16-bit samples to that of others; what has another number of bins is no other such frame and is forgotten.
    func addPower(of bytes: ArraySlice<UInt8>, to powers: inout [Double]) {
        bytes.withUnsafeBytes { memory in
            addPower(min(memory.count / 2, window.count), to: &powers) { index in
                Double(Int16(littleEndian: memory.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
            }
        }
    }

    @inline(__always)
    private func addPower(_ count: Int, to powers: inout [Double], _ sample: (Int) -> Double) {
        let bins = size / 2 + 1
        if powers.count != bins { powers = [Double](repeating: 0, count: bins) }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * size) { memory in
            memory.initialize(repeating: 0)
            let real = UnsafeMutableBufferPointer(rebasing: memory[..<size])
            let imaginary = UnsafeMutableBufferPointer(rebasing: memory[size...])
            for index in 0..<count { real[places[index]] = sample(index) * window[index] }
            transform(real, imaginary)
            for bin in 0..<bins { powers[bin] += real[bin] * real[bin] + imaginary[bin] * imaginary[bin] }
        }
    }

    /// Radix 2, decimation in time, in place; two butterflies at a time where there are two.
    private func transform(_ real: UnsafeMutableBufferPointer<Double>, _ imaginary: UnsafeMutableBufferPointer<Double>)
    {
        cosines.withUnsafeBytes { cosines in
            sines.withUnsafeBytes { sines in
                // The first stage turns nothing.
                for low in stride(from: 0, to: size, by: 2) {
                    (real[low], real[low + 1]) = (real[low] + real[low + 1], real[low] - real[low + 1])
                    (imaginary[low], imaginary[low + 1]) = (
                        imaginary[low] + imaginary[low + 1], imaginary[low] - imaginary[low + 1]
                    )
                }
                let (real, imaginary) = (UnsafeMutableRawBufferPointer(real), UnsafeMutableRawBufferPointer(imaginary))
                var half = 2
                while half < size {
                    var start = 0
                    while start < size {
                        for offset in stride(from: 0, to: half, by: 2) {
                            Self.butterflies(real, imaginary, start &+ offset, half, offset, cosines, sines)
                        }
                        start &+= 2 &* half
                    }
                    half &*= 2
                }
            }
        }
    }

    /// Those at `low` and behind it, of the stage that turns `half` of them.
    @inline(__always)
    private static func butterflies(
        _ real: UnsafeMutableRawBufferPointer, _ imaginary: UnsafeMutableRawBufferPointer, _ low: Int, _ half: Int,
        _ offset: Int, _ cosines: UnsafeRawBufferPointer, _ sines: UnsafeRawBufferPointer
    ) {
        // In bytes, eight a number.
        let (low, high, stage) = (low &* 8, (low &+ half) &* 8, (half &- 1 &+ offset) &* 8)
        let cosine = cosines.loadUnaligned(fromByteOffset: stage, as: SIMD2<Double>.self)
        let sine = sines.loadUnaligned(fromByteOffset: stage, as: SIMD2<Double>.self)
        let lowReal = real.loadUnaligned(fromByteOffset: low, as: SIMD2<Double>.self)
        let lowImaginary = imaginary.loadUnaligned(fromByteOffset: low, as: SIMD2<Double>.self)
        let highReal = real.loadUnaligned(fromByteOffset: high, as: SIMD2<Double>.self)
        let highImaginary = imaginary.loadUnaligned(fromByteOffset: high, as: SIMD2<Double>.self)
        let r = highReal * cosine + highImaginary * sine
        let i = highImaginary * cosine - highReal * sine
        real.storeBytes(of: lowReal + r, toByteOffset: low, as: SIMD2<Double>.self)
        imaginary.storeBytes(of: lowImaginary + i, toByteOffset: low, as: SIMD2<Double>.self)
        real.storeBytes(of: lowReal - r, toByteOffset: high, as: SIMD2<Double>.self)
        imaginary.storeBytes(of: lowImaginary - i, toByteOffset: high, as: SIMD2<Double>.self)
    }

    /// Each index below `count`, a power of two, with its bits in the other order.
    private static func reversedBits(_ count: Int) -> [Int] {
        let bits = count.trailingZeroBitCount
        return (0..<count).map { index in
            (0..<bits).reduce(0) { $0 << 1 | index >> $1 & 1 }
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
