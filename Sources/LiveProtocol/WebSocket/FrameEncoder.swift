/// Turns frames into bytes, for the simulator and for closes of our own. The relay never needs it: it passes on what
/// it received.
public enum FrameEncoder {
    /// The bytes of `frame` on the wire. Its payload is taken as it stands: mask it first (`Frame.masked(with:)`) to
    /// send it as a client.
    public static func encode(_ frame: Frame) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(14 + (frame.payload?.count ?? 0))
        append(frame, to: &bytes)
        return bytes
    }

    /// Appends the bytes of `frame`, for several frames in one write.
    public static func append(_ frame: Frame, to bytes: inout [UInt8]) {
        FrameHeader(sending: frame).append(to: &bytes)
        if let payload = frame.payload { bytes += payload }
    }
}

extension Frame {
    /// A close frame in clear: a code and a reason of at most 123 bytes, which is what a control frame has room for
    /// (RFC 6455 §5.5); without a code an empty one, as JavaScript sends it.
    public static func close(_ code: CloseCode?, reason: String = "") -> Frame {
        guard let code else { return Frame(.close, []) }
        var kept = Substring(reason)
        while kept.utf8.count > 123 { kept.removeLast() }
        return Frame(.close, [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] + Array(kept.utf8))
    }
}
