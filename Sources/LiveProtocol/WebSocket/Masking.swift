/// The four bytes a client XORs its payload with (RFC 6455 §5.3).
public struct MaskingKey: Hashable, Sendable {
    /// In the order of the wire: the first byte is the most significant.
    public var bigEndian: UInt32

    public init(bigEndian: UInt32) { self.bigEndian = bigEndian }

    /// The four bytes in the order of the wire.
    public var bytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bigEndian >> UInt32($0)) }
    }
}

extension Array<UInt8> {
    /// XORs all bytes with `key`, eight at a time: at one byte a step this loop dominates the cost of a frame.
    /// `offset` is the position of the first byte within the frame's payload. Its own inverse.
    public mutating func applyMask(_ key: MaskingKey, offset: Int = 0) {
        let rotation = UInt32((offset & 3) * 8)
        let rotated = rotation == 0 ? key.bigEndian : key.bigEndian << rotation | key.bigEndian >> (32 - rotation)
        let wide = (UInt64(rotated) << 32 | UInt64(rotated)).bigEndian
        withUnsafeMutableBytes { bytes in
            let words = bytes.count / 8
            for index in 0..<words {
                let word = bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
                bytes.storeBytes(of: word ^ wide, toByteOffset: index * 8, as: UInt64.self)
            }
            for index in words * 8..<bytes.count {
                bytes[index] ^= UInt8(truncatingIfNeeded: rotated >> UInt32(24 - (index & 3) * 8))
            }
        }
    }
}
