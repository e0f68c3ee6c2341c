/// One WebSocket frame as it crossed the wire.
public struct Frame: Hashable, Sendable {
    /// The last (or only) frame of its message.
    public var isFinal: Bool
    /// RSV1, RSV2, RSV3 as bits 2, 1, 0. RSV1 on the first frame of a message says that it was compressed on the wire
    /// (decision 0034); any other means an extension that livetop lets nobody negotiate.
    public var reservedBits: UInt8
    public var opcode: Opcode
    /// Whether the sender masked it, as clients must and servers must not (RFC 6455 §5.1).
    public var isMasked: Bool
    /// Set while `payload` is still masked. Unmasking waits for the ingest task (`docs/architecture.md`).
    public var maskingKey: MaskingKey?
    /// Payload length on the wire, as a header or a file says it: clamped to what a count can be. `payload` holds fewer
    /// bytes when the frame was larger than the capture limit, and fewer or more once secrets in it have been replaced.
    public var byteCount: Int {
        get { claimedByteCount }
        set { claimedByteCount = Int(count: newValue) }
    }
    private var claimedByteCount: Int
    /// The payload, possibly cut; nil when the capture level leaves payloads out, and where it was compressed and could not be read.
    /// Compressed on the wire until ingest has put it into clear.
    public var payload: [UInt8]?
    /// The end of the payload was left out, because it was larger than the capture limit.
    public var isCut: Bool
    /// What livetop was asked to do to it; nil for what crossed as it was.
    public var fault: FrameFault?

    public init(
        isFinal: Bool = true, reservedBits: UInt8 = 0, opcode: Opcode, isMasked: Bool = false,
        maskingKey: MaskingKey? = nil, byteCount: Int, payload: [UInt8]?, isCut: Bool = false,
        fault: FrameFault? = nil
    ) {
        self.isFinal = isFinal
        self.reservedBits = reservedBits
        self.opcode = opcode
        self.isMasked = isMasked
        self.maskingKey = maskingKey
        claimedByteCount = Int(count: byteCount)
        self.payload = payload
        self.isCut = isCut
        self.fault = fault
    }

    /// A whole frame around `payload`, unmasked.
    public init(_ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true) {
        self.init(isFinal: isFinal, opcode: opcode, byteCount: payload.count, payload: payload)
    }

    /// Part of the payload is missing: cut at the size limit or left out by the capture level.
    public var isIncomplete: Bool { isCut || payload == nil && byteCount > 0 }

    /// The same frame with its payload in clear. Idempotent.
    public func unmasked() -> Frame {
        guard let maskingKey else { return self }
        var frame = self
        frame.maskingKey = nil
        frame.payload?.applyMask(maskingKey)
        return frame
    }

    /// The same frame as a client sends it, its payload masked with `key`. Takes a frame in clear.
    public func masked(with key: MaskingKey) -> Frame {
        guard maskingKey == nil else { return self }
        var frame = self
        frame.isMasked = true
        frame.maskingKey = key
        frame.payload?.applyMask(key)
        return frame
    }
}
