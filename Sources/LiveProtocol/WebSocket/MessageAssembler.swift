/// Joins the frames of one direction into messages (RFC 6455 §5.4).
///
/// Control frames pass between fragments and are not messages. What peers do wrong is reported beside the result and
/// never stops the assembly; whether a text message is UTF-8 is for its reader to say. Takes frames in clear.
public struct MessageAssembler: Sendable {
    /// Payload bytes kept per message, at most. The rest is counted, not kept.
    public let sizeLimit: Int

    private var pending: Message?

    public init(sizeLimit: Int) {
        self.sizeLimit = sizeLimit
    }

    /// A whole message, whatever number of frames it took.
    public struct Message: Hashable, Sendable {
        /// That of the first frame: text or binary, or a reserved one.
        public var opcode: Opcode
        public var payload: [UInt8]
        /// Payload length on the wire, all fragments together.
        public var byteCount: Int
        public var frameCount: Int
        /// Something is missing from `payload`: it is larger than the limit, or a frame of it was not captured whole.
        public var isIncomplete: Bool

        public init(
            opcode: Opcode, payload: [UInt8], byteCount: Int, frameCount: Int = 1, isIncomplete: Bool = false
        ) {
            self.opcode = opcode
            self.payload = payload
            self.byteCount = byteCount
            self.frameCount = frameCount
            self.isIncomplete = isIncomplete
        }
    }

    /// What a peer did wrong.
    public enum Fault: Hashable, Sendable {
        /// A continuation frame with nothing to continue (§5.4). It is dropped.
        case continuationWithoutStart
        /// A new message began inside a fragmented one (§5.4), which is given up after so many bytes.
        case messageAbandoned(byteCount: Int)
        /// A control frame without the final bit (§5.5).
        case fragmentedControl(Opcode)
        /// A control frame with more than 125 bytes (§5.5).
        case controlTooLong(Opcode, byteCount: Int)
        /// The message that is handed out with this fault is larger than the size limit, and cut.
        case messageTooLarge(byteCount: Int)
    }

    /// What one frame brought: at most one message, at most one fault.
    public struct Step: Hashable, Sendable {
        public var message: Message?
        public var fault: Fault?

        public init(message: Message? = nil, fault: Fault? = nil) {
            self.message = message
            self.fault = fault
        }
    }

    /// Takes the next frame of the direction.
    public mutating func append(_ frame: Frame) -> Step {
        if frame.opcode.isControl { return Step(fault: controlFault(frame)) }
        if frame.opcode == .continuation {
            guard var message = pending.take() else { return Step(fault: .continuationWithoutStart) }
            extend(&message, by: frame)
            return end(message, isFinal: frame.isFinal, fault: nil)
        }
        let abandoned = pending.take().map { Fault.messageAbandoned(byteCount: $0.byteCount) }
        return end(begin(frame), isFinal: frame.isFinal, fault: abandoned)
    }

    /// A fragmented message has begun and not ended.
    public var isInsideMessage: Bool { pending != nil }

    private func controlFault(_ frame: Frame) -> Fault? {
        if !frame.isFinal { return .fragmentedControl(frame.opcode) }
        return frame.byteCount > 125 ? .controlTooLong(frame.opcode, byteCount: frame.byteCount) : nil
    }

    private func begin(_ frame: Frame) -> Message {
        var message = Message(opcode: frame.opcode, payload: [], byteCount: frame.byteCount)
        message.isIncomplete = frame.isIncomplete
        // The usual message is one frame: its payload is passed on, not copied.
        keep(frame.payload ?? [], in: &message)
        return message
    }

    private func extend(_ message: inout Message, by frame: Frame) {
        let (sum, overflow) = message.byteCount.addingReportingOverflow(frame.byteCount)
        message.byteCount = overflow ? .max : sum
        message.frameCount += 1
        // Bytes behind a hole would be taken for what they are not.
        if !message.isIncomplete { keep(frame.payload ?? [], in: &message) }
        message.isIncomplete = message.isIncomplete || frame.isIncomplete
    }

    private func keep(_ payload: [UInt8], in message: inout Message) {
        let room = max(sizeLimit - message.payload.count, 0)
        if payload.count > room { message.isIncomplete = true }
        if message.payload.isEmpty, payload.count <= room {
            message.payload = payload
        } else {
            message.payload += payload.prefix(room)
        }
    }

    private mutating func end(_ message: consuming Message, isFinal: Bool, fault: Fault?) -> Step {
        guard isFinal else {
            pending = message
            return Step(fault: fault)
        }
        let tooLarge = message.byteCount > sizeLimit ? Fault.messageTooLarge(byteCount: message.byteCount) : nil
        return Step(message: message, fault: fault ?? tooLarge)
    }
}
