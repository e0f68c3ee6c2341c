extension SoundCode {
    /// Reads what `write` made; false where it is something else.
    ///
    /// - Parameter target: the bytes, as many as there were.
    static func read(_ coded: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
        guard mayHold(byteCount: target.count, in: coded.count), let order = coded.first, order < predictors.count
        else { return false }
        let isOdd = !target.count.isMultiple(of: 2)
        guard coded.count >= (isOdd ? 2 : 1) else { return false }
        if isOdd { target[target.count - 1] = coded[coded.count - 1] }
        var reader = BitReader(UnsafeRawBufferPointer(rebasing: coded[1..<coded.count - (isOdd ? 1 : 0)]))
        return read(&reader, predictors[Int(order)], into: target)
    }

    private static func read(
        _ reader: inout BitReader, _ predictor: (Int32, Int32, Int32), into target: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let count = target.count / 2
        var (last, last1, last2): (Int32, Int32, Int32) = (0, 0, 0)
        var next = 0
        while next < count {
            let end = min(next &+ blockLength, count)
            let parameter = reader.number(5)
            while next < end {
                var code: UInt32 = 0
                if parameter != nothing {
                    guard let read = reader.code(parameter) else { return false }
                    code = read
                }
                let difference = Int32(bitPattern: code &>> 1) ^ -Int32(bitPattern: code & 1)
                let foretold = predictor.0 &* last &+ predictor.1 &* last1 &+ predictor.2 &* last2
                // Of what was damaged the sum may be more than a sample holds.
                let sample = Int32(Int16(truncatingIfNeeded: foretold &+ difference))
                target.storeBytes(
                    of: Int16(truncatingIfNeeded: sample).littleEndian, toByteOffset: next &* 2, as: Int16.self)
                (last, last1, last2) = (sample, last, last1)
                next &+= 1
            }
            guard !reader.isOverrun else { return false }
        }
        return true
    }
}

/// Reads what `BitWriter` wrote. Behind the end there are zeros.
private struct BitReader {
    private let bytes: UnsafeRawBufferPointer
    /// Bits read.
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isOverrun: Bool { position > bytes.count &* 8 }

    /// The next 57 bits and more, from the highest on.
    private var window: UInt64 {
        @inline(__always) get {
            let first = position &>> 3
            guard first &+ 8 <= bytes.count else { return lastBits(from: first) &<< UInt64(position & 7) }
            return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: first, as: UInt64.self))
                &<< UInt64(position & 7)
        }
    }

    private func lastBits(from first: Int) -> UInt64 {
        var bits: UInt64 = 0
        for index in first..<first + 8 { bits = bits << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
        return bits
    }

    /// The next `length` bits, up to 32.
    mutating func number(_ length: Int) -> Int {
        defer { position &+= length }
        return length == 0 ? 0 : Int(window &>> UInt64(64 &- length))
    }

    /// Zeros, a one, and `parameter` bits; nil where there are more zeros than any code has.
    @inline(__always)
    mutating func code(_ parameter: Int) -> UInt32? {
        let window = window
        let zeros = window.leadingZeroBitCount
        guard zeros <= SoundCode.zeroLimit, parameter < 24 else { return nil }
        position &+= zeros &+ 1 &+ parameter
        let rest = window &<< UInt64(zeros &+ 1)
        let low = parameter == 0 ? 0 : UInt32(truncatingIfNeeded: rest &>> UInt64(64 &- parameter))
        return UInt32(truncatingIfNeeded: zeros) &<< UInt32(parameter) | low
    }
}
