/// What a WebSocket frame is for (RFC 6455 §5.2). Reserved opcodes are kept as they came.
public struct Opcode: RawRepresentable, Hashable, Sendable {
    /// 0 to 15.
    public var rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue & 0x0F }

    public static let continuation = Opcode(rawValue: 0x0)
    public static let text = Opcode(rawValue: 0x1)
    public static let binary = Opcode(rawValue: 0x2)
    public static let close = Opcode(rawValue: 0x8)
    public static let ping = Opcode(rawValue: 0x9)
    public static let pong = Opcode(rawValue: 0xA)

    /// Control frames may stand between the fragments of a message and are never fragmented (§5.5).
    public var isControl: Bool { rawValue & 0x8 != 0 }

    /// 3–7 and 11–15 mean nothing yet.
    public var isReserved: Bool { !(rawValue <= 2 || (8...10).contains(rawValue)) }

    /// The spelling in exports: `text`, `binary`, …; `reserved-3` for what the RFC does not name.
    public var name: String {
        switch self {
        case .continuation: "continuation"
        case .text: "text"
        case .binary: "binary"
        case .close: "close"
        case .ping: "ping"
        case .pong: "pong"
        default: "reserved-\(rawValue)"
        }
    }
}
