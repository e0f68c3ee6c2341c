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

    var isDigitalSilence: Bool { zeroCount == sampleCount }
}
