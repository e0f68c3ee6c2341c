public import LiveProtocol

/// Images that the client sends.
public struct VideoInput: Hashable, Sendable {
    public private(set) var count = 0
    public private(set) var byteCount: Int64 = 0
    public private(set) var lastAt: Timestamp?
    public private(set) var lastByteCount: Int?
    /// MIME type of the latest.
    public private(set) var mimeType: String?
    /// Images per second over the latest ten; nil before the second.
    public var rate: Double? { nil }

    public init() {}
}
