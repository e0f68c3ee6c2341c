import Listening

/// How samples lie in the bytes that are put into another order: whole samples move, and neighbours are chosen by value.
struct SampleShape {
    /// Bytes that move together.
    var width: Int
    /// The value by which they are ordered, from their first byte.
    var value: (ArraySlice<UInt8>, Int) -> Double
    /// Two channels that are ordered each by itself.
    var isInterleaved = false

    /// - Parameter layout: what the bytes turned out to be; nil while undecided, and read as they should be.
    init(_ layout: AudioLayout?) {
        switch layout {
        case .s16be, .misaligned:
            self.init(width: 2) { bytes, index in
                Double(Int16(bitPattern: UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])))
            }
        case .float32:
            self.init(width: 4) { bytes, index in
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
                let value = Float(bitPattern: bits)
                return value.isFinite ? Double(value) : 0
            }
        case .s24:
            self.init(width: 3) { bytes, index in
                let bits = UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1]) << 16 | UInt32(bytes[index + 2]) << 24
                return Double(Int32(bitPattern: bits) >> 8)
            }
        case .u8: self.init(width: 1) { bytes, index in Double(bytes[index]) - 128 }
        case .mulaw:
            // On the scale of the codes, which rise as the values do.
            self.init(width: 1) { bytes, index in
                let magnitude = Double(~bytes[index] & 0x7F)
                return bytes[index] & 0x80 == 0 ? -magnitude : magnitude
            }
        case .dualMono, .oneChannelSilent:
            self.init(width: 4) { bytes, index in Self.s16(bytes, index) + Self.s16(bytes, index + 2) }
        case .stereo: self.init(width: 2, isInterleaved: true, value: Self.s16)
        case .s16le, .unscaledFloat, .unknown, nil: self.init(width: 2, value: Self.s16)
        }
    }

    private init(
        width: Int, isInterleaved: Bool = false, value: @escaping (ArraySlice<UInt8>, Int) -> Double
    ) {
        (self.width, self.value, self.isInterleaved) = (width, value, isInterleaved)
    }

    private static func s16(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Double {
        Double(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8))
    }
}
