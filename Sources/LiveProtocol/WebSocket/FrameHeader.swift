/// The first 2 to 14 bytes of a frame (RFC 6455 §5.2).
///
/// ```
///  0                   1                   2                   3
/// +-+-+-+-+-------+-+-------------+-------------------------------+
/// |F|R|R|R| opcode|M| Payload len |   extended length 16 / 64     |
/// |I|S|S|S|  (4)  |A|     (7)     |        (when 126 / 127)       |
/// |N|V|V|V|       |S|             |                               |
/// +-+-+-+-+-------+-+-------------+-------------------------------+
/// |              masking key, when the mask bit is set            |
/// +---------------------------------------------------------------+
/// ```
struct FrameHeader: Equatable, Sendable {
    var isFinal: Bool
    var reservedBits: UInt8
    var opcode: Opcode
    var maskingKey: MaskingKey?
    var byteCount: Int

    /// How many bytes the header at the front of `bytes` takes, known from its first two; nil without them.
    static func length(_ bytes: borrowing RawSpan) -> Int? {
        guard bytes.byteCount >= 2 else { return nil }
        let second = bytes.unsafeLoad(fromByteOffset: 1, as: UInt8.self)
        let extended =
            switch second & 0x7F {
            case 126: 2
            case 127: 8
            default: 0
            }
        return 2 + extended + (second & 0x80 != 0 ? 4 : 0)
    }

    /// Reads a complete header. A payload length with the top bit set is refused (§5.2: it MUST be 0), everything
    /// else is taken as it comes: livetop reports what peers do wrong, it does not police it.
    init(_ bytes: borrowing RawSpan) throws(FramingError) {
        let first = Self.number(bytes, at: 0, width: 1)
        let second = Self.number(bytes, at: 1, width: 1)
        isFinal = first & 0x80 != 0
        reservedBits = UInt8(first >> 4 & 0x7)
        opcode = Opcode(rawValue: UInt8(first))
        var length = second & 0x7F
        var offset = 2
        if length >= 126 {
            let width = length == 126 ? 2 : 8
            length = Self.number(bytes, at: offset, width: width)
            offset += width
        }
        guard let byteCount = Int(exactly: length) else { throw .payloadLengthTooLarge(length) }
        self.byteCount = byteCount
        let isMasked = second & 0x80 != 0
        maskingKey = isMasked ? MaskingKey(bigEndian: UInt32(Self.number(bytes, at: offset, width: 4))) : nil
    }

    /// The header of `frame` as it goes on the wire. A payload that was cut is announced with the length it has now.
    /// A frame in clear that its sender had masked gets the key 0, which masks nothing.
    init(sending frame: Frame) {
        isFinal = frame.isFinal
        reservedBits = frame.reservedBits
        opcode = frame.opcode
        maskingKey = frame.maskingKey ?? (frame.isMasked ? MaskingKey(bigEndian: 0) : nil)
        byteCount = frame.payload?.count ?? 0
    }

    /// Appends the header's bytes, with the shortest form of the length, as §5.2 demands.
    func append(to bytes: inout [UInt8]) {
        bytes.append((isFinal ? 0x80 : 0) | (reservedBits & 0x7) << 4 | opcode.rawValue)
        let mask: UInt8 = maskingKey == nil ? 0 : 0x80
        let width =
            switch byteCount {
            case ..<126: 0
            case ..<65_536: 2
            default: 8
            }
        bytes.append(mask | (width == 0 ? UInt8(clamping: byteCount) : width == 2 ? 126 : 127))
        for shift in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: byteCount >> (shift * 8)))
        }
        if let maskingKey { bytes += maskingKey.bytes }
    }

    /// The big-endian number of `width` bytes at `offset`; bytes that are not there count as 0.
    private static func number(_ bytes: borrowing RawSpan, at offset: Int, width: Int) -> UInt64 {
        guard offset + width <= bytes.byteCount else { return 0 }
        var value: UInt64 = 0
        for index in offset..<offset + width {
            value = value << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        }
        return value
    }
}

/// Why a stream makes no sense as WebSocket any more. The relay goes on; that direction is marked `framingLost`.
public enum FramingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A 64-bit payload length with its top bit set.
    case payloadLengthTooLarge(UInt64)

    public var description: String {
        switch self {
        case .payloadLengthTooLarge(let length):
            "a frame announces a payload of \(length) bytes; RFC 6455 §5.2 allows at most 2^63 - 1"
        }
    }
}
