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
        base = Self.smoothness(frames, stride: 2) { bytes, index in Self.s16(bytes, index) }
    }

    /// Nil where nothing can be said: noise, birds, typing.
    func layout(hasOddChunks: Bool) -> AudioLayout? {
        if isOneChannelSilent { return .oneChannelSilent }
        if base >= 0.4 { return smoothLayout }
        if mulaw >= 0.6, level >= -10 { return .mulaw }
        let (float, isPlausible) = float32
        if isPlausible, float >= 0.6 { return .float32 }
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
        let swapped = Self.smoothness(frames, stride: 2) { bytes, index in Self.s16Swapped(bytes, index) }
        let s24 = (0..<3).map { readS24(phase: $0) }.max() ?? 0
        let u8 = Self.smoothness(frames, stride: 1) { bytes, index in Double(bytes[index]) - 128 }
        switch max(swapped, s24, u8) {
        case ..<0.8: return nil
        case swapped: return hasOddChunks ? .misaligned : .s16be
        case s24: return .s24
        default: return .u8
        }
    }

    var everySecond: Double {
        Self.smoothness(frames, stride: 4) { bytes, index in Self.s16(bytes, index) }
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

    private var float32: (smoothness: Double, isPlausible: Bool) {
        var (plausible, count) = (0, 0)
        let smoothness = Self.smoothness(frames, stride: 4, phase: 0) { bytes, index in
            let raw =
                UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
                | UInt32(bytes[index + 3]) << 24
            let value = Float(bitPattern: raw)
            count += 1
            guard value.isFinite, value.magnitude <= 1.5, value == 0 || value.magnitude > 1e-7 else { return 0 }
            plausible += 1
            return Double(value)
        }
        return (smoothness, count > 0 && plausible * 100 >= count * 98)
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

    private func forEachPair(_ body: (Int32, Int32, Int32) -> Void) {
        for frame in frames {
            var samples = PCMSamples(frame.bytes[...])
            guard var left = samples.next() else { continue }
            while let right = samples.next(), let following = samples.next() {
                body(left, right, following)
                left = following
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
    private static func smoothness(
        _ frames: [LoudFrame], stride: Int, phase: Int64? = nil, _ value: ([UInt8], Int) -> Double
    ) -> Double {
        var (products, squares) = (0.0, 0.0)
        for frame in frames {
            let width = Int64(stride)
            let start = phase.map { Int(((($0 - frame.position) % width) + width) % width) } ?? 0
            var sums = NeighbourSums()
            for index in Swift.stride(from: start, through: frame.bytes.count - stride, by: stride) {
                sums.append(value(frame.bytes, index))
            }
            squares += sums.squares
            products += sums.products
        }
        return squares > 0 ? products / squares : 0
    }

    private static func s16(_ bytes: [UInt8], _ index: Int) -> Double {
        Double(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8))
    }

    private static func s16Swapped(_ bytes: [UInt8], _ index: Int) -> Double {
        Double(Int16(bitPattern: UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])))
    }
}
