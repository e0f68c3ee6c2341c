/// Turns the bytes of one direction into frames, however they are cut.
///
/// It delimits and copies, nothing more: no unmasking, no reassembly, no opinion about reserved bits or opcodes.
/// Payload bytes are copied once, straight from the caller's memory into the frame. A payload above `payloadLimit`
/// is cut, not refused: the frame carries its true length, and framing continues behind it.
public struct FrameDecoder: Sendable {
    /// Payload bytes kept per frame, at most.
    public let payloadLimit: Int

    private var state: State = .header
    /// The bytes seen of a header that a read cut in two; empty otherwise.
    private var header: [UInt8] = []
    /// Set once the stream has stopped making sense; every later call throws it again.
    private var failure: FramingError?

    private enum State: Sendable {
        /// Between frames, or inside a header.
        case header
        /// Inside a payload: `frame.payload` holds what was kept, `remaining` bytes are still to come.
        case payload(Frame, remaining: Int)
    }

    public init(payloadLimit: Int) {
        self.payloadLimit = payloadLimit
    }

    /// Takes bytes off the front of `input` until a frame is complete. Nil means that all of `input` was used up and
    /// the next frame is not complete yet.
    public mutating func next(_ input: inout RawSpan) throws(FramingError) -> Frame? {
        if let failure { throw failure }
        // The placeholder releases the state's reference, so that appending does not copy the payload.
        let current = state
        state = .header
        switch consume current {
        case .header:
            guard let header = try nextHeader(&input) else { return nil }
            return finish(frame(for: header, holding: input), remaining: header.byteCount, &input)
        case .payload(let frame, let remaining):
            return finish(frame, remaining: remaining, &input)
        }
    }

    /// Bytes of a frame that has begun and is not complete: part of its header, or its payload so far.
    public var isInsideFrame: Bool {
        if case .payload = state { return true }
        return !header.isEmpty
    }

    /// The next header, taken off `input`; nil while it is not complete.
    private mutating func nextHeader(_ input: inout RawSpan) throws(FramingError) -> FrameHeader? {
        if header.isEmpty, let length = FrameHeader.length(input), length <= input.byteCount {
            defer { input = input.extracting(droppingFirst: length) }
            return try parse(input)
        }
        while header.count < FrameHeader.length(header.span.bytes) ?? 2 {
            guard input.byteCount > 0 else { return nil }
            header.append(input.unsafeLoad(fromByteOffset: 0, as: UInt8.self))
            input = input.extracting(droppingFirst: 1)
        }
        let bytes = header
        header.removeAll(keepingCapacity: true)
        return try parse(bytes.span.bytes)
    }

    private mutating func parse(_ bytes: borrowing RawSpan) throws(FramingError) -> FrameHeader {
        do {
            return try FrameHeader(bytes)
        } catch {
            failure = error
            throw error
        }
    }

    /// A frame without payload yet, with room for one.
    private func frame(for header: FrameHeader, holding input: borrowing RawSpan) -> Frame {
        var payload: [UInt8] = []
        // A peer may announce 2^62 bytes and send none: beyond what has arrived, room is made for 64 KiB at most.
        payload.reserveCapacity(min(header.byteCount, payloadLimit, max(input.byteCount, 1 << 16)))
        return Frame(
            isFinal: header.isFinal, reservedBits: header.reservedBits, opcode: header.opcode,
            isMasked: header.maskingKey != nil, maskingKey: header.maskingKey,
            byteCount: header.byteCount, payload: payload, isCut: header.byteCount > payloadLimit
        )
    }

    /// Moves payload from `input` into `frame`, up to `remaining` bytes; nil and a state to go on from when it ends
    /// early.
    private mutating func finish(_ frame: consuming Frame, remaining: Int, _ input: inout RawSpan) -> Frame? {
        let taken = min(remaining, input.byteCount)
        let kept = min(taken, payloadLimit - (frame.payload?.count ?? 0))
        if kept > 0 {
            input.extracting(first: kept).withUnsafeBytes { frame.payload?.append(contentsOf: $0) }
        }
        input = input.extracting(droppingFirst: taken)
        if taken == remaining { return frame }
        state = .payload(frame, remaining: remaining - taken)
        return nil
    }
}
