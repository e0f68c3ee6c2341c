/// What one frame of 16-bit samples measures, as they lie in memory (little-endian).
package struct FrameMeasure: Hashable, Sendable {
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

    /// - Parameter bytes: at most 4,000 samples (`FrameCutter`).
    package init(_ bytes: ArraySlice<UInt8>) {
        sampleCount = bytes.count / 2
        let memory = bytes.span.bytes
        readExtremes(memory)
        readSquares(memory)
        // Both are rare: most frames are read but twice.
        if peak >= Self.fullScale { countClipped(bytes) }
        if zeroCount > sampleCount / 4, zeroCount < sampleCount { findZeroRuns(bytes) }
    }

    // These loops see every sample of every session: locals, nothing checked, and two of them, because what needs no
    // more than 16 and 32 bits is then done eight samples at a time by the compiler.

    private mutating func readExtremes(_ memory: RawSpan) {
        var (low, high, zeros): (Int16, Int16, Int16) = (0, 0, 0)
        var sum: Int32 = 0
        for index in 0..<sampleCount {
            let sample = Int16(
                littleEndian: memory.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: Int16.self))
            low = min(low, sample)
            high = max(high, sample)
            zeros &+= sample == 0 ? 1 : 0
            sum &+= Int32(sample)
        }
        (peak, zeroCount, self.sum) = (max(Int32(high), -Int32(low)), Int(zeros), Int64(sum))
    }

    private mutating func readSquares(_ memory: RawSpan) {
        var (squares, products, previous): (Int, Int, Int) = (0, 0, 0)
        var index = 0
        while index &+ 4 <= sampleCount {
            let (a, b, c, d) = Self.four(memory, at: index)
            squares &+= a &* a &+ b &* b &+ c &* c &+ d &* d
            products &+= a &* (previous &+ b) &+ c &* (b &+ d)
            previous = d
            index &+= 4
        }
        while index < sampleCount {
            let sample = Int(
                Int16(littleEndian: memory.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: Int16.self)))
            squares &+= sample &* sample
            products &+= sample &* previous
            previous = sample
            index &+= 1
        }
        (self.squares, self.products) = (Int64(squares), Int64(products))
    }

    @inline(__always)
    private static func four(_ memory: RawSpan, at index: Int) -> (Int, Int, Int, Int) {
        let word = UInt64(littleEndian: memory.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: UInt64.self))
        return (
            Int(Int16(truncatingIfNeeded: word)), Int(Int16(truncatingIfNeeded: word >> 16)),
            Int(Int16(truncatingIfNeeded: word >> 32)), Int(Int16(truncatingIfNeeded: word >> 48))
        )
    }

    private static let fullScale: Int32 = 32_760

    private mutating func countClipped(_ bytes: ArraySlice<UInt8>) {
        var run = 0
        PCMSamples.forEach(in: bytes) { sample in
            run = abs(sample) >= Self.fullScale ? run + 1 : 0
            clippedCount += run > 0 ? 1 : 0
            clippedRuns += run == 3 ? 1 : 0
        }
    }

    private mutating func findZeroRuns(_ bytes: ArraySlice<UInt8>) {
        var run = 0
        var hasSound = false
        PCMSamples.forEach(in: bytes) { sample in
            guard sample != 0 else { return run += 1 }
            if hasSound { innerZeros = max(innerZeros, run) } else { leadingZeros = run }
            (run, hasSound) = (0, true)
        }
        trailingZeros = run
    }

    var mean: Double { Double(sum) / Double(max(sampleCount, 1)) }

    /// Mean square with the mean removed, so that a constant offset is no sound; 1 is full scale.
    package var power: Double {
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
    package static func power(_ bytes: ArraySlice<UInt8>) -> Double {
        let count = bytes.count / 2
        let memory = bytes.span.bytes
        var (sum, squares, index): (Int, Int, Int) = (0, 0, 0)
        while index &+ 4 <= count {
            let (a, b, c, d) = four(memory, at: index)
            sum &+= a &+ b &+ c &+ d
            squares &+= a &* a &+ b &* b &+ c &* c &+ d &* d
            index &+= 4
        }
        while index < count {
            let sample = Int(
                Int16(littleEndian: memory.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: Int16.self)))
            sum &+= sample
            squares &+= sample &* sample
            index &+= 1
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

    /// The same for whoever wants all of them, several times as fast.
    @inline(__always)
    static func forEach(in bytes: ArraySlice<UInt8>, _ body: (Int32) -> Void) {
        let memory = bytes.span.bytes
        for index in 0..<bytes.count / 2 { body(Int32(sample(index, of: memory))) }
    }

    /// - Parameter index: below half the number of bytes.
    @inline(__always)
    static func sample(_ index: Int, of memory: RawSpan) -> Int16 {
        Int16(littleEndian: memory.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: Int16.self))
    }

    mutating func next() -> Int32? {
        guard offset &+ 1 < bytes.endIndex else { return nil }
        defer { offset &+= 2 }
        return Int32(Int16(bitPattern: UInt16(bytes[offset]) | UInt16(bytes[offset &+ 1]) << 8))
    }
}
