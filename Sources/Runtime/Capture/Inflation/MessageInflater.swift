import LiveProtocol

/// Puts what one side of a call has compressed (permessage-deflate, RFC 7692) into clear, frame by frame: a frame gets as
/// payload what its bytes stand for, the last one of a message what was still to come. Lengths stay those of the wire, and
/// the first frame keeps its bit RSV1, which says that the message was compressed.
///
/// What it cannot read loses its payload: compressed bytes could hold a secret that nobody sees.
struct MessageInflater {
    /// What one message may become. Real ones stay far below.
    struct Limits: Equatable {
        /// Bytes of a message, in clear.
        var byteCount = 16 << 20
        /// Bytes in clear for each on the wire, once a message has more than `freeByteCount`: silence is small on the wire.
        var ratio = 400
        var freeByteCount = 1 << 20
    }

    private let isNegotiated: Bool
    /// Each message begins with an empty window.
    private let forgets: Bool
    private let limits: Limits
    private var stream: InflateStream?
    private var message = Message.none
    /// The window is lost, and with it all that follows, unless the sender begins each message with an empty one.
    private var isLost = false
    /// Frames were lost, and nothing compressed has come since: perhaps none of them was compressed, and nothing is wrong.
    private var isSkipped = false
    /// Why, until it has been said.
    private var unsaid: String?

    private enum Message {
        case none, clear
        /// So many bytes on the wire, and what they have become.
        case compressed(wire: Int, clear: Int)
        case unreadable
    }

    /// - Parameter forgets: nil where no compression was agreed on.
    init(forgets: Bool?, limits: Limits = Limits()) {
        isNegotiated = forgets != nil
        self.forgets = forgets ?? false
        self.limits = limits
    }

    /// The frame in clear, and why what is compressed can be read no longer, once for each reason.
    mutating func take(_ frame: Frame) -> (frame: Frame, trouble: String?) {
        // What livetop has put in is no part of what the sender has compressed.
        let isForeign = frame.fault == .injected || frame.fault == .changed
        if isForeign || frame.opcode.isControl { return (frame.reservedBits == 0 ? frame : frame.withoutPayload, nil) }
        if frame.opcode != .continuation { begin(frame) }
        var taken = frame
        switch message {
        case .clear: break
        // The beginning of such a message may have been compressed, and was not captured.
        case .none: if isNegotiated { taken = frame.withoutPayload }
        case .unreadable: taken = frame.withoutPayload
        case .compressed(let wire, let clear): taken = inflated(frame, wire, clear)
        }
        if frame.isFinal { message = .none }
        return (taken, unsaid.take())
    }

    /// Frames were lost that nobody has seen: the rest of a message, and the window with it, make no sense.
    mutating func skip() {
        guard isNegotiated else { return }
        message = .none
        if !forgets, !isLost { (isLost, isSkipped) = (true, true) }
    }

    /// The first frame of a message.
    private mutating func begin(_ frame: Frame) {
        if case .compressed = message { lose("a message was given up before its end") }
        guard frame.reservedBits != 0 else {
            message = .clear
            return
        }
        message = .unreadable
        guard isNegotiated, frame.reservedBits == Self.compressedBit else {
            if !isLost { lose("a frame has reserved bits (\(frame.reservedBits)) that nobody has agreed on") }
            return
        }
        if isSkipped { lose("frames before it could not be captured") }
        isSkipped = false
        if forgets {
            isLost = false
            stream?.reset()
        }
        guard !isLost else { return }
        stream = stream ?? InflateStream()
        if stream == nil { lose("there is no memory") } else { message = .compressed(wire: 0, clear: 0) }
    }

    private mutating func inflated(_ frame: Frame, _ wireBefore: Int, _ clear: Int) -> Frame {
        let wire = wireBefore.addingClamped(frame.byteCount)
        let limit = limit(of: wire)
        var frame = frame.unmasked()
        guard let stream, let payload = frame.payload, !frame.isCut else {
            lose("a frame of \(frame.byteCount) bytes is larger than what is captured")
            return frame.withoutPayload
        }
        var output: [UInt8] = []
        var outcome = stream.read(payload, into: &output, limit: limit - clear)
        if outcome == .done, frame.isFinal { outcome = stream.read(Self.tail, into: &output, limit: limit - clear) }
        switch outcome {
        case .done:
            message = .compressed(wire: wire, clear: clear.addingClamped(output.count))
            frame.payload = output
            return frame
        case .full: lose("a message of \(wire) bytes becomes more than \(limit)")
        case .broken: lose("its bytes are no deflate")
        }
        return frame.withoutPayload
    }

    /// What a message of so many bytes on the wire may become.
    private func limit(of wire: Int) -> Int {
        let (product, overflow) = wire.multipliedReportingOverflow(by: limits.ratio)
        return min(limits.byteCount, max(limits.freeByteCount, overflow ? .max : product))
    }

    private mutating func lose(_ why: String) {
        isLost = true
        stream = nil
        message = .unreadable
        let rest = forgets ? "the message is" : "what it compresses from here on is"
        unsaid = "compressed, and cannot be read: \(why); \(rest) recorded without payload"
    }

    /// RSV1 (RFC 7692 §6).
    static let compressedBit: UInt8 = 4
    /// What a sender leaves out at the end of each message (RFC 7692 §7.2.1).
    private static let tail: [UInt8] = [0, 0, 0xFF, 0xFF]
}

extension Frame {
    fileprivate var withoutPayload: Frame {
        var frame = self
        frame.payload = nil
        frame.maskingKey = nil
        return frame
    }
}
