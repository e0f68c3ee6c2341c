/// What one frame of 16-bit samples measures, as they lie in memory (little-endian).
struct FrameMeasure: Hashable, Sendable {
    var sampleCount: Int
    var sum: Int64 = 0
    /// Sum of x².
    var squares: Int64 = 0
    /// Sum of x[i]·x[i+1].
    var products: Int64 = 0
    /// Largest absolute value.
    var peak: Int32 = 0
    /// Samples that are exactly zero.
    var zeroCount = 0
    /// Samples at full scale, and runs of three and more of them.
    var clippedCount = 0
    var clippedRuns = 0
    /// Runs of exact zeros at the beginning, at the end, and the longest between, where at least a quarter is zero.
    var leadingZeros = 0
    var trailingZeros = 0
    var innerZeros = 0

    init(_ bytes: ArraySlice<UInt8>) {
        sampleCount = bytes.count / 2
        // Locals, and nothing checked: this loop sees every sample of every session.
        let memory = bytes.span.bytes
        var (sum, squares, products): (Int64, Int64, Int64) = (0, 0, 0)
        var (peak, previous, zeros): (Int32, Int32, Int32) = (0, 0, 0)
        for offset in 0..<sampleCount {
            let raw = memory.unsafeLoadUnaligned(fromByteOffset: offset &* 2, as: Int16.self)
            let sample = Int32(Int16(littleEndian: raw))
            sum &+= Int64(sample)
            squares &+= Int64(sample &* sample)
            products &+= Int64(sample &* previous)
            peak = max(peak, abs(sample))
            zeros &+= sample == 0 ? 1 : 0
            previous = sample
        }
        (self.sum, self.squares, self.products) = (sum, squares, products)
        (self.peak, zeroCount) = (peak, Int(zeros))
        // Both are rare: most frames are read but once.
        if peak >= Self.fullScale { countClipped(bytes) }
        if zeroCount > sampleCount / 4, zeroCount < sampleCount { findZeroRuns(bytes) }
    }

    private static let fullScale: Int32 = 32_760

    private mutating func countClipped(_ bytes: ArraySlice<UInt8>) {
        var run = 0
        for sample in PCMSamples(bytes) {
            run = abs(sample) >= Self.fullScale ? run + 1 : 0
            clippedCount += run > 0 ? 1 : 0
            clippedRuns += run == 3 ? 1 : 0
        }
    }

    private mutating func findZeroRuns(_ bytes: ArraySlice<UInt8>) {
        var run = 0
        var hasSound = false
        for sample in PCMSamples(bytes) {
            if sample == 0 {
                run += 1
                continue
            }
            if hasSound { innerZeros = max(innerZeros, run) } else { leadingZeros = run }
            (run, hasSound) = (0, true)
        }
        trailingZeros = run
    }

    var mean: Double { Double(sum) / Double(max(sampleCount, 1)) }

    /// Mean square with the mean removed, so that a constant offset is no sound; 1 is full scale.
    var power: Double {
        let meanSquare = Double(squares) / Double(max(sampleCount, 1)) - mean * mean
        return max(meanSquare, 0) / (32_768.0 * 32_768.0)
    }

    /// `power` after a first-order high-pass, x[i] - 0.9·x[i-1], which follows from the two sums without another pass.
    var highPower: Double {
        let offset = mean * mean
        let square = Double(squares) / Double(max(sampleCount, 1)) - offset
        let product = Double(products) / Double(max(sampleCount, 1)) - offset
        return max(1.81 * square - 1.8 * product, 0) / (32_768.0 * 32_768.0)
    }

    /// `power` of a frame, and nothing else.
    static func power(_ bytes: ArraySlice<UInt8>) -> Double {
        let count = bytes.count / 2
        let memory = bytes.span.bytes
        var (sum, squares): (Int64, Int64) = (0, 0)
        for offset in 0..<count {
            let raw = memory.unsafeLoadUnaligned(fromByteOffset: offset &* 2, as: Int16.self)
            let sample = Int32(Int16(littleEndian: raw))
            sum &+= Int64(sample)
            squares &+= Int64(sample &* sample)
        }
        let mean = Double(sum) / Double(max(count, 1))
        return max(Double(squares) / Double(max(count, 1)) - mean * mean, 0) / (32_768.0 * 32_768.0)
    }

    var isDigitalSilence: Bool { zeroCount == sampleCount }
}

/// 16-bit little-endian samples in memory, one after the other.
struct PCMSamples: Sequence, IteratorProtocol {
    private let bytes: ArraySlice<UInt8>
    private var offset: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    mutating func next() -> Int32? {
        guard offset &+ 1 < bytes.endIndex else { return nil }
        defer { offset &+= 2 }
        return Int32(Int16(bitPattern: UInt16(bytes[offset]) | UInt16(bytes[offset &+ 1]) << 8))
    }
}
