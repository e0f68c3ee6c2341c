/// The loud frames of a window, read in every way that was seen to go wrong (`docs/metrics.md#layout`).
struct LayoutReadings {
    let frames: [LoudFrame]
    private let mulawFrames: [MulawFrame]
    private let level: Double
    /// Read as declared.
    let base: Double

    init(_ window: LoudFrames) {
        frames = window.frames
        mulawFrames = window.mulawFrames
        level = window.level
        base = Self.wholeSmoothness(frames, stride: 2) { bytes, index in Self.s16(bytes, index) }
    }

    /// Nil where nothing can be said: noise, birds, typing.
    func layout(hasOddChunks: Bool) -> AudioLayout? {
        if isOneChannelSilent { return .oneChannelSilent }
        if base >= 0.4 { return smoothLayout }
        if mulaw >= 0.6, level >= -10 { return .mulaw }
        if isPlausibleFloat, float32 >= 0.6 { return .float32 }
        if level >= -20, let wrong = wrongOrder(hasOddChunks: hasOddChunks) { return wrong }
        if everySecond >= 0.8 { return .stereo }
        return level >= -12 ? .unknown : nil
    }

    /// Smooth as declared; what looks so may still be two channels with the same in them.
    private var smoothLayout: AudioLayout {
        if isDualMono { return .dualMono }
        if isTwoCapsules { return .stereo }
        // In one channel neighbours are more alike than every second sample. Two microphones in one room break that.
        let everySecond = everySecond
        if everySecond >= 0.8, base < everySecond - 0.1 { return .stereo }
        return isCompanded ? .mulaw : .s16le
    }

    /// 8-bit logarithmic samples taken in pairs are loud, and half smooth; those of a soft voice nearly as smooth as
    /// samples should be, but smoother by far when they are read one by one. Linear speech is rougher read so, by 0.4.
    private var isCompanded: Bool {
        guard level >= -10, mulaw >= 0.6 else { return false }
        return base < 0.5 || mulaw > base + 0.1
    }

    private func wrongOrder(hasOddChunks: Bool) -> AudioLayout? {
        let swapped = Self.wholeSmoothness(frames, stride: 2) { bytes, index in Self.s16Swapped(bytes, index) }
        let s24 = (0..<3).map { readS24(phase: $0) }.max() ?? 0
        let u8 = Self.wholeSmoothness(frames, stride: 1) { bytes, index in Int(bytes[index]) - 128 }
        switch max(swapped, s24, u8) {
        case ..<0.8: return nil
        case swapped: return hasOddChunks ? .misaligned : .s16be
        case s24: return .s24
        default: return .u8
        }
    }

    var everySecond: Double {
        Self.wholeSmoothness(frames, stride: 4) { bytes, index in Self.s16(bytes, index) }
    }

    var mulaw: Double {
        let (squares, products) = mulawFrames.reduce((0.0, 0.0)) { ($0.0 + $1.squares, $0.1 + $1.products) }
        return squares > 0 ? products / squares : 0
    }

    private func readS24(phase: Int64) -> Double {
        Self.smoothness(frames, stride: 3, phase: phase) { bytes, index in
            let raw = UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1]) << 16 | UInt32(bytes[index + 2]) << 24
            return Double(Int32(bitPattern: raw) >> 8)
        }
    }

    /// Nearly all of what the bytes are as floats could be sound. Most often it is not, and that shows soon.
    private var isPlausibleFloat: Bool {
        var (plausible, count) = (0, 0)
        Self.forEachValue(frames, stride: 4, phase: 0) { bytes, index in
            count += 1
            plausible += Self.float(bytes, index) != nil ? 1 : 0
        }
        return count > 0 && plausible * 100 >= count * 98
    }

    private var float32: Double {
        Self.smoothness(frames, stride: 4, phase: 0) { bytes, index in Self.float(bytes, index).map(Double.init) ?? 0 }
    }

    /// Nil for what no sound has.
    @inline(__always)
    private static func float(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Float? {
        let raw = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
        let value = Float(bitPattern: raw)
        return value.isFinite && value.magnitude <= 1.5 && (value == 0 || value.magnitude > 1e-7) ? value : nil
    }

    // MARK: Two channels

    /// The same in both, or nearly: two capsules in one housing differ by their noise.
    private var isDualMono: Bool {
        var (equal, pairs, next) = (0, 0, 0)
        var (within, across) = (0.0, 0.0)
        forEachPair { left, right, following in
            pairs += 1
            equal += left == right ? 1 : 0
            next += right == following ? 1 : 0
            within += Self.squaredDifference(left, right)
            across += Self.squaredDifference(right, following)
        }
        guard pairs > 0 else { return false }
        // In one channel a sample is as far from the one before as from the one behind.
        return equal * 100 > pairs * 98 && next * 2 < pairs || within * 16 < across
    }

    private static func squaredDifference(_ one: Int32, _ other: Int32) -> Double {
        let difference = Double(one) - Double(other)
        return difference * difference
    }

    private var isOneChannelSilent: Bool {
        var (zeroLeft, zeroRight, pairs) = (0, 0, 0)
        forEachPair { left, right, _ in
            pairs += 1
            zeroLeft += left == 0 ? 1 : 0
            zeroRight += right == 0 ? 1 : 0
        }
        let (more, less) = (max(zeroLeft, zeroRight), min(zeroLeft, zeroRight))
        return pairs > 0 && more * 100 > pairs * 98 && less * 2 < pairs
    }

    @inline(__always)
    private func forEachPair(_ body: (Int32, Int32, Int32) -> Void) {
        for frame in frames {
            let memory = frame.bytes.span.bytes
            let count = frame.bytes.count / 2
            var index = 0
            while index &+ 2 < count {
                body(
                    Int32(PCMSamples.sample(index, of: memory)), Int32(PCMSamples.sample(index &+ 1, of: memory)),
                    Int32(PCMSamples.sample(index &+ 2, of: memory)))
                index &+= 2
            }
        }
    }
}

extension LayoutReadings {
    /// Lag-1 autocorrelation over all frames, the mean of each removed.
    ///
    /// - Parameters:
    ///   - stride: bytes from one sample to the next; `value` may read as many.
    ///   - phase: where samples begin in the stream, where they do not begin with each frame.
    @inline(__always)
    private static func smoothness(
        _ frames: [LoudFrame], stride: Int, phase: Int64, _ value: (UnsafeRawBufferPointer, Int) -> Double
    ) -> Double {
        smoothness(frames) { frame in
            var sums = NeighbourSums()
            forEachValue(frame, stride, phase) { bytes, index in sums.append(value(bytes, index)) }
            return sums
        }
    }

    /// The same of whole numbers of 16 bits, from the beginning of each frame: their sums are exact, and quicker.
    @inline(__always)
    private static func wholeSmoothness(
        _ frames: [LoudFrame], stride: Int, _ value: (UnsafeRawBufferPointer, Int) -> Int
    ) -> Double {
        smoothness(frames) { frame in
            var (sum, square, product, previous, count) = (0, 0, 0, 0, 0)
            forEachValue(frame, stride, nil) { bytes, index in
                let sample = value(bytes, index)
                sum &+= sample
                square &+= sample &* sample
                product &+= sample &* previous
                previous = sample
                count &+= 1
            }
            return NeighbourSums(sum: sum, square: square, product: product, count: count)
        }
    }

    @inline(__always)
    private static func smoothness(_ frames: [LoudFrame], _ sums: (LoudFrame) -> NeighbourSums) -> Double {
        var (products, squares) = (0.0, 0.0)
        for frame in frames {
            let sums = sums(frame)
            squares += sums.squares
            products += sums.products
        }
        return squares > 0 ? products / squares : 0
    }

    @inline(__always)
    private static func forEachValue(
        _ frames: [LoudFrame], stride: Int, phase: Int64, _ body: (UnsafeRawBufferPointer, Int) -> Void
    ) {
        for frame in frames { forEachValue(frame, stride, phase, body) }
    }

    /// - Parameter body: gets the bytes, and where each value begins, of which all bytes are there.
    @inline(__always)
    private static func forEachValue(
        _ frame: LoudFrame, _ stride: Int, _ phase: Int64?, _ body: (UnsafeRawBufferPointer, Int) -> Void
    ) {
        let width = Int64(stride)
        var index = phase.map { Int(((($0 - frame.position) % width) + width) % width) } ?? 0
        frame.bytes.withUnsafeBytes { bytes in
            while index <= bytes.count - stride {
                body(bytes, index)
                index &+= stride
            }
        }
    }

    @inline(__always)
    private static func s16(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        Int(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: Int16.self)))
    }

    @inline(__always)
    private static func s16Swapped(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: Int16.self)))
    }
}
