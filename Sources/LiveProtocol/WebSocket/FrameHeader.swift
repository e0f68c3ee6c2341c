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

    /// How many bytes the header takes, known from its first two.
    static func length(first: UInt8, second: UInt8) -> Int {
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
    init(_ bytes: some RandomAccessCollection<UInt8>) throws(FramingError) {
        var rest = bytes.makeIterator()
        let first = rest.next() ?? 0
        let second = rest.next() ?? 0
        isFinal = first & 0x80 != 0
        reservedBits = first >> 4 & 0x7
        opcode = Opcode(rawValue: first)
        var length = UInt64(second & 0x7F)
        if length >= 126 {
            let width = length == 126 ? 2 : 8
            length = 0
            for _ in 0..<width { length = length << 8 | UInt64(rest.next() ?? 0) }
        }
        guard let byteCount = Int(exactly: length) else { throw .payloadLengthTooLarge(length) }
        self.byteCount = byteCount
        if second & 0x80 != 0 {
            var key: UInt32 = 0
            for _ in 0..<4 { key = key << 8 | UInt32(rest.next() ?? 0) }
            maskingKey = MaskingKey(bigEndian: key)
        } else {
            maskingKey = nil
        }
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
