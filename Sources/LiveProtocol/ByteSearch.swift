/// Fast search in bytes, eight at a time: a pure target has no `memchr`.
enum ByteSearch {
    /// The position of the first `"` from `start` on, the count when there is none.
    static func firstQuote(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        bytes.withUnsafeBytes { memory in
            while index + 8 <= memory.count {
                let word = memory.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                // A byte is zero where the word holds a quote; the borrow of the subtraction marks the first of them.
                let zeroes = word ^ 0x2222_2222_2222_2222
                let marks = (zeroes &- 0x0101_0101_0101_0101) & ~zeroes & 0x8080_8080_8080_8080
                if marks != 0 {
                    index += UInt64(littleEndian: marks).trailingZeroBitCount / 8
                    return
                }
                index += 8
            }
            while index < memory.count, memory[index] != UInt8(ascii: "\"") { index += 1 }
        }
        return index
    }
}
