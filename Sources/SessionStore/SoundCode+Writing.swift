extension SoundCode {
    /// Writes `bytes` as code; nil where that saves less than an eighth.
    ///
    /// - Parameter target: with room for `bytes` and `slack`.
    /// - Returns: how many bytes were written.
    static func write(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) -> Int? {
        let count = bytes.count / 2
        guard count >= blockLength, bytes.count <= byteLimit, target.count >= bytes.count + slack,
            let order = predictor(of: bytes, count)
        else { return nil }
        target[0] = UInt8(truncatingIfNeeded: order)
        var writer = BitWriter(target, from: 1)
        let limit = bytes.count - bytes.count / 8
        guard write(bytes, count, predictors[order], &writer, limit: limit) else { return nil }
        var end = writer.end()
        if !bytes.count.isMultiple(of: 2) {
            target[end] = bytes[bytes.count - 1]
            end += 1
        }
        return end
    }

    /// The predictor that comes nearest; nil where none is near enough to be worth it. The first samples tell.
    private static func predictor(of bytes: UnsafeRawBufferPointer, _ count: Int) -> Int? {
        let looked = min(count, 256)
        var (sum0, sum1, sum2, sum3): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        var (last, last1, last2): (Int32, Int32, Int32) = (0, 0, 0)
        for index in 0..<looked {
            let sample = sample(bytes, index)
            let first = sample &- last
            let second = first &- last1
            let third = second &- last2
            sum0 &+= abs(sample)
            sum1 &+= abs(first)
            sum2 &+= abs(second)
            sum3 &+= abs(third)
            (last, last1, last2) = (sample, first, second)
        }
        let least = min(sum0, sum1, sum2, sum3)
        // With its sign such a difference takes twelve bits, and two more in code.
        guard Int(least) < looked << 11 else { return nil }
        return least == sum0 ? 0 : least == sum1 ? 1 : least == sum2 ? 2 : 3
    }

    /// False where it comes to more than `limit` bytes.
    private static func write(
        _ bytes: UnsafeRawBufferPointer, _ count: Int, _ predictor: (Int32, Int32, Int32), _ writer: inout BitWriter,
        limit: Int
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: blockLength) { block in
            var (last, last1, last2): (Int32, Int32, Int32) = (0, 0, 0)
            var start = 0
            while start < count {
                let length = min(blockLength, count &- start)
                var (sum, most): (UInt32, UInt32) = (0, 0)
                for index in 0..<length {
                    let sample = sample(bytes, start &+ index)
                    let foretold = predictor.0 &* last &+ predictor.1 &* last1 &+ predictor.2 &* last2
                    let difference = sample &- foretold
                    let code = UInt32(bitPattern: difference &<< 1 ^ difference &>> 31)
                    block[index] = code
                    sum &+= code
                    most = max(most, code)
                    (last, last1, last2) = (sample, last, last1)
                }
                guard write(block, length, sum, most, &writer, limit: limit) else { return false }
                start &+= length
            }
            return true
        }
    }

    private static func write(
        _ block: UnsafeMutableBufferPointer<UInt32>, _ length: Int, _ sum: UInt32, _ most: UInt32,
        _ writer: inout BitWriter, limit: Int
    ) -> Bool {
        let parameter = most == 0 ? nothing : parameter(of: sum / UInt32(length), most)
        let bits = most == 0 ? 0 : length &* (parameter &+ 1) &+ Int(sum &>> UInt32(parameter))
        guard writer.position &+ (bits &+ 20) / 8 <= limit else { return false }
        writer.append(UInt64(parameter), 5)
        guard most > 0 else { return true }
        let (one, mask) = (UInt64(1) &<< UInt64(parameter), UInt64(1) &<< UInt64(parameter) &- 1)
        for index in 0..<length {
            let code = UInt64(block[index])
            writer.append(one | code & mask, Int(code &>> UInt64(parameter)) &+ 1 &+ parameter)
        }
        return true
    }

    /// Half of the codes have no zero or one: the best for differences that are spread as those of sound are. And none has more
    /// than 31.
    private static func parameter(of mean: UInt32, _ most: UInt32) -> Int {
        max(31 - (mean | 1).leadingZeroBitCount, 27 - most.leadingZeroBitCount, 0)
    }

    @inline(__always)
    static func sample(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int32 {
        Int32(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: index &* 2, as: Int16.self)))
    }
}

/// Writes bits one behind the other, the highest of each byte first.
private struct BitWriter {
    private let target: UnsafeMutableRawBufferPointer
    /// Whole bytes so far.
    private(set) var position: Int
    /// Those behind them, from the highest on, and how many.
    private var pending: UInt64 = 0
    private var count = 0

    init(_ target: UnsafeMutableRawBufferPointer, from position: Int) {
        (self.target, self.position) = (target, position)
    }

    /// The lowest `length` bits of `value`, which has no others; up to 56. Eight bytes have room.
    @inline(__always)
    mutating func append(_ value: UInt64, _ length: Int) {
        pending |= value &<< UInt64(truncatingIfNeeded: 64 &- count &- length)
        count &+= length
        target.storeBytes(of: pending.bigEndian, toByteOffset: position, as: UInt64.self)
        let whole = count &>> 3
        position &+= whole
        pending = pending &<< UInt64(truncatingIfNeeded: whole &* 8)
        count &-= whole &* 8
    }

    /// Fills the last byte up; how many bytes there are.
    func end() -> Int { count > 0 ? position + 1 : position }
}
