/// When and as which of its connection a message was sent: 32 hexadecimal digits, which are also valid base64, so that
/// a stamped message stays the valid Live message that proxies take it for.
struct Stamp: Equatable {
    static let byteCount = 32

    /// `MonotonicClock.now` of the sender.
    var sentAt: UInt64
    var sequence: UInt64

    init(sentAt: UInt64, sequence: UInt64) {
        self.sentAt = sentAt
        self.sequence = sequence
    }

    /// Reads the digits at `offset`, which the caller has checked to be there.
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int, mask: StampMask) {
        sentAt = Self.number(bytes, at: offset, mask: mask.word)
        sequence = Self.number(bytes, at: offset + 16, mask: mask.word)
    }

    func write(to bytes: UnsafeMutableRawBufferPointer, at offset: Int, mask: StampMask) {
        Self.put(sentAt, to: bytes, at: offset, mask: mask.word)
        Self.put(sequence, to: bytes, at: offset + 16, mask: mask.word)
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int, mask: UInt64) -> UInt64 {
        let high = eightDigits(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ mask)
        let low = eightDigits(bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self) ^ mask)
        return high << 32 | low
    }

    private static func put(_ number: UInt64, to bytes: UnsafeMutableRawBufferPointer, at offset: Int, mask: UInt64) {
        bytes.storeBytes(of: digits(number >> 32) ^ mask, toByteOffset: offset, as: UInt64.self)
        bytes.storeBytes(of: digits(number & 0xFFFF_FFFF) ^ mask, toByteOffset: offset + 8, as: UInt64.self)
    }

    /// Eight digits at once: spread the nibbles over bytes, then add '0' or 'a' - 10 to each.
    private static func digits(_ number: UInt64) -> UInt64 {
        var word = number
        word = (word << 16 | word) & 0x0000_FFFF_0000_FFFF
        word = (word << 8 | word) & 0x00FF_00FF_00FF_00FF
        word = (word << 4 | word) & 0x0F0F_0F0F_0F0F_0F0F
        let letters = (word &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (word &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).bigEndian
    }

    private static func eightDigits(_ text: UInt64) -> UInt64 {
        let word = text.bigEndian
        let letters = word >> 6 & 0x0101_0101_0101_0101
        var nibbles = (word & 0x0F0F_0F0F_0F0F_0F0F) &+ letters &* 9
        nibbles = (nibbles >> 4 | nibbles) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles >> 8 | nibbles) & 0x0000_FFFF_0000_FFFF
        return (nibbles >> 16 | nibbles) & 0xFFFF_FFFF
    }
}

/// The frame's masking key turned to where the stamp begins, as eight bytes; zero for an unmasked frame.
struct StampMask {
    var word: UInt64

    static let none = StampMask(word: 0)

    /// `key` in the order of the wire; `offset` of the stamp within the payload.
    init(key: [UInt8], offset: Int) {
        word = (0..<8).reduce(0) { $0 | UInt64(key[(offset + $1) & 3]) << UInt64($1 * 8) }
    }

    init(word: UInt64) { self.word = word }
}
