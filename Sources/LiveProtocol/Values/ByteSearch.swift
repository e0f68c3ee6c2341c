/// Fast search in bytes, eight at a time: a pure target has no `memchr`.
enum ByteSearch {
    /// The position of the first `"` from `start` on, the count when there is none.
    static func firstQuote(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        bytes.withUnsafeBytes { memory in
            // Audio is thousands of bytes without a quote: four words at a time until one is near.
            while index + 32 <= memory.count {
                let near =
                    marks(memory, index) | marks(memory, index + 8) | marks(memory, index + 16)
                    | marks(memory, index + 24)
                if near != 0 { break }
                index += 32
            }
            while index + 8 <= memory.count {
                let marks = marks(memory, index)
                guard marks == 0 else {
                    index += UInt64(littleEndian: marks).trailingZeroBitCount / 8
                    return
                }
                index += 8
            }
            while index < memory.count, memory[index] != UInt8(ascii: "\"") { index += 1 }
        }
        return index
    }

    /// Whether one of the eight bytes of `word` is `byte`.
    @inline(__always)
    static func holds(_ byte: UInt8, _ word: UInt64) -> Bool {
        let zeroes = word ^ 0x0101_0101_0101_0101 &* UInt64(byte)
        return (zeroes &- 0x0101_0101_0101_0101) & ~zeroes & 0x8080_8080_8080_8080 != 0
    }

    /// The top bit of the first byte that is a quote, among the eight from `index` on; later bits may be wrong. A byte
    /// is zero where the word holds a quote, and the borrow of the subtraction marks the first of them.
    @inline(__always)
    private static func marks(_ memory: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
        let zeroes = memory.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x2222_2222_2222_2222
        return (zeroes &- 0x0101_0101_0101_0101) & ~zeroes & 0x8080_8080_8080_8080
    }
}
