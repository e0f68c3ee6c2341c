/// The status code of a close frame (RFC 6455 §7.4 and the IANA registry).
public struct CloseCode: RawRepresentable, Codable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The registry's words for the code, nil where there are none.
    public var name: String? {
        switch rawValue {
        case 1000: "normal closure"
        case 1001: "going away"
        case 1002: "protocol error"
        case 1003: "unsupported data"
        case 1005: "no status received"
        case 1006: "abnormal closure"
        case 1007: "invalid frame payload data"
        case 1008: "policy violation"
        case 1009: "message too big"
        case 1010: "mandatory extension"
        case 1011: "internal error"
        case 1012: "service restart"
        case 1013: "try again later"
        case 1014: "bad gateway"
        case 1015: "TLS handshake failed"
        case 3000...3999: "registered for a library"
        case 4000...4999: "private use"
        default: nil
        }
    }

    /// 1005, 1006 and 1015 are made up by libraries for what they saw and must never be sent (§7.4.1).
    public var mayAppearOnTheWire: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    public var description: String { name.map { "\(rawValue) \($0)" } ?? "\(rawValue)" }
}

extension Frame {
    /// Code and reason of a close frame in clear. Both nil for an empty close (JavaScript sends those) and for one
    /// byte, which RFC 6455 §5.5.1 calls a protocol error; invalid UTF-8 in the reason is replaced.
    public var closeStatus: (code: CloseCode?, reason: String?) {
        guard opcode == .close, maskingKey == nil, let payload, payload.count >= 2 else { return (nil, nil) }
        let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        return (code, String(decoding: payload.dropFirst(2), as: UTF8.self))
    }
}
