/// Turns the bytes of one direction into frames, however they are cut.
///
/// It delimits and copies, nothing more: no unmasking, no reassembly, no opinion about reserved bits or opcodes.
/// Payload bytes are copied once, straight from the caller's memory into the frame. A payload above `payloadLimit`
/// is cut, not refused: the frame carries its true length, and framing continues behind it.
public struct FrameDecoder: Sendable {
    /// Payload bytes kept per frame, at most.
    public let payloadLimit: Int

    private var state: State = .header
    private var header: [UInt8] = []
    /// Set once the stream has stopped making sense; every later call throws it again.
    private var failure: FramingError?

    private enum State: Sendable {
        /// Between frames, or inside a header of which `header` holds the bytes seen.
        case header
        /// Inside a payload: `frame.payload` holds what was kept, `remaining` bytes are still to come.
        case payload(Frame, remaining: Int)
    }

    public init(payloadLimit: Int) {
        self.payloadLimit = payloadLimit
        header.reserveCapacity(14)
    }

    /// Takes bytes off the front of `input` until a frame is complete. Nil means that all of `input` was used up and
    /// the next frame is not complete yet.
    public mutating func next(_ input: inout RawSpan) throws(FramingError) -> Frame? {
        if let failure { throw failure }
        while true {
            switch state {
            case .header:
                guard takeHeader(&input) else { return nil }
                do {
                    state = try begin(FrameHeader(header))
                } catch {
                    failure = error
                    throw error
                }
                header.removeAll(keepingCapacity: true)
            case .payload(var frame, let remaining):
                // The placeholder releases the state's reference, so that appending does not copy the payload.
                state = .header
                let taken = min(remaining, input.byteCount)
                keep(taken, of: input, in: &frame)
                input = input.extracting(droppingFirst: taken)
                if taken == remaining { return frame }
                state = .payload(frame, remaining: remaining - taken)
                return nil
            }
        }
    }

    /// Bytes of a frame that has begun and is not complete: part of its header, or its payload so far.
    public var isInsideFrame: Bool {
        if case .payload = state { return true }
        return !header.isEmpty
    }

    private mutating func takeHeader(_ input: inout RawSpan) -> Bool {
        while header.count < 2 || header.count < FrameHeader.length(first: header[0], second: header[1]) {
            guard input.byteCount > 0 else { return false }
            header.append(input.unsafeLoad(fromByteOffset: 0, as: UInt8.self))
            input = input.extracting(droppingFirst: 1)
        }
        return true
    }

    private func begin(_ header: FrameHeader) -> State {
        var payload: [UInt8] = []
        // A peer may announce 2^62 bytes and send none: memory is reserved for what it can plausibly mean.
        payload.reserveCapacity(min(header.byteCount, payloadLimit, 1 << 16))
        let frame = Frame(
            isFinal: header.isFinal, reservedBits: header.reservedBits, opcode: header.opcode,
            isMasked: header.maskingKey != nil, maskingKey: header.maskingKey,
            byteCount: header.byteCount, payload: payload
        )
        return .payload(frame, remaining: header.byteCount)
    }

    private func keep(_ count: Int, of input: borrowing RawSpan, in frame: inout Frame) {
        let kept = min(count, payloadLimit - (frame.payload?.count ?? 0))
        guard kept > 0 else { return }
        input.extracting(first: kept).withUnsafeBytes { frame.payload?.append(contentsOf: $0) }
    }
}
