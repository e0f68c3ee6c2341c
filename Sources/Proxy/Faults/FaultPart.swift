import LiveProtocol
import NIOCore

/// A frame of a message that is being put together, or a control frame between its fragments, with its bytes on the wire.
struct FaultPart {
    var frame: Frame
    var bytes: ByteBuffer

    /// With what it takes to keep it: a message may come in fragments of a byte.
    var byteCount: Int { bytes.readableBytes + 128 }

    /// It is no part of the message.
    var isControl: Bool { frame.opcode.isControl }
}

extension [FaultPart] {
    /// One behind the other.
    var bytes: ByteBuffer {
        if count == 1, let only = first { return only.bytes }
        var bytes = ByteBuffer()
        for part in self { bytes.writeImmutableBuffer(part.bytes) }
        return bytes
    }
}
