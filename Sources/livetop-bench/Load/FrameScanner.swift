/// Delimits the frames of one direction and reads their stamps, touching a few bytes of each.
///
/// A proxy may cut the stream anywhere. Of an incomplete frame only its head (header and stamp) is needed again: the
/// owner carries unused bytes over to the next read, and the rest of a payload is skipped by count.
struct FrameScanner {
    /// Payload size of the stamped messages in this direction. All others are only counted.
    let stampedPayloadCount: Int
    let stampOffset: Int

    private var skip = 0
    private var pending: Stamp?

    init(expecting template: MessageTemplate) {
        stampedPayloadCount = template.payloadCount
        stampOffset = template.stampOffset ?? 0
    }

    enum Step {
        /// A frame ends here; the stamp is nil when it carries none.
        case frame(Stamp?)
        /// The rest of the bytes is an incomplete head: keep it for the next read.
        case incomplete
    }

    /// Takes one frame off the front of `bytes`, from `position` on.
    mutating func next(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Step {
        if skip == 0, !takeHead(bytes, &position) { return .incomplete }
        let taken = min(skip, bytes.count - position)
        position += taken
        skip -= taken
        guard skip == 0 else { return .incomplete }
        defer { pending = nil }
        return .frame(pending)
    }

    /// Reads header and stamp, leaving `skip` payload bytes. An empty payload is skipped by its header's last byte.
    private mutating func takeHead(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        let available = bytes.count - position
        guard available >= 2 else { return false }
        let isMasked = bytes[position + 1] & 0x80 != 0
        var payload = Int(bytes[position + 1] & 0x7F)
        let lengthBytes = payload == 126 ? 2 : payload == 127 ? 8 : 0
        let headerCount = 2 + lengthBytes + (isMasked ? 4 : 0)
        guard available >= headerCount else { return false }
        if lengthBytes > 0 {
            payload = (0..<lengthBytes).reduce(0) { $0 << 8 | Int(bytes[position + 2 + $1]) }
        }
        let start = position + headerCount
        if payload == stampedPayloadCount {
            guard available >= headerCount + stampOffset + Stamp.byteCount else { return false }
            let mask = isMasked ? StampMask(bytes, keyAt: start - 4, offset: stampOffset) : .none
            pending = Stamp(bytes, at: start + stampOffset, mask: mask)
        }
        position = start - (payload == 0 ? 1 : 0)
        skip = payload == 0 ? 1 : payload
        return true
    }
}

extension StampMask {
    fileprivate init(_ bytes: UnsafeRawBufferPointer, keyAt position: Int, offset: Int) {
        let key = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        let turn = UInt64(offset & 3) * 8
        let wide = key << 32 | key
        self.init(word: turn == 0 ? wide : wide >> turn | wide << (64 - turn))
    }
}
