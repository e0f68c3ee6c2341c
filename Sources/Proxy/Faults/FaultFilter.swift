import LiveProtocol
import NIOCore

/// One direction of a call with faults. It stands in front of the leg's `RelayHandler`, which relays what it lets pass as it
/// relays everything.
///
/// ```
///  socket ─▶ FaultFilter ─────────────────────────▶ RelayHandler ─▶ the other leg
///              whole messages: pass, change, hold
/// ```
///
/// Bytes are gathered until a message is complete, and passed on as they came unless a fault names the message. Frames are
/// recorded here, when they come and as what they are; the relay's own recorder has left the direction to it.
final class FaultFilter: ChannelDuplexHandler, FrameBoundary {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let direction: Direction
    private(set) var context: ChannelHandlerContext?
    /// What is read is kept from the receiver: the call is over for it.
    var isMuted = false
    /// That of the sender's latest message.
    private(set) var opcode = Opcode.binary
    private let call: FaultCall
    /// Nil once the bytes make no sense as WebSocket: they pass.
    private var decoder: FrameDecoder?
    private var assembler = MessageAssembler(sizeLimit: FaultFilter.messageLimit)
    /// Bytes of the frame that is not complete.
    private var inbox = ByteBuffer()
    /// The beginning of the current frame has been passed on, because it had before faults were asked for, or because
    /// the frame is too large to be kept.
    private var isPassing: Bool
    /// Frames of the message that is not complete, and about what they take.
    private var parts: [FaultPart] = []
    private var partsByteCount = 0
    /// The beginning of the message has been passed on: the rest of it goes the same way.
    private var isMessagePassing = false
    private var queue: FaultQueue
    private var isReading = false
    private var isReadPending = false
    private var hasEnded = false

    /// Larger messages pass as they come.
    static let messageLimit = 8 << 20
    /// So many bytes wait at most; then the sender has to.
    static let queueLimit = 4 << 20

    /// - Parameter isMessageOpen: the beginning of a message has been passed on.
    init(_ direction: Direction, _ call: FaultCall, _ decoder: FrameDecoder, isMessageOpen: Bool) {
        self.direction = direction
        self.call = call
        self.decoder = decoder
        isPassing = decoder.isInsideFrame
        isMessagePassing = isMessageOpen
        queue = FaultQueue(on: call.eventLoop, isOpen: decoder.isInsideFrame || isMessageOpen)
    }

    var isBetweenFrames: Bool { !isPassing }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        queue.emit = { [weak self] in self?.emit($0) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        queue.cancel()
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        take(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        guard queue.byteCount < Self.queueLimit else {
            isReadPending = true
            return
        }
        context.read()
    }

    /// What was read before the filter was there.
    func begin(with early: ByteBuffer) {
        guard early.readableBytes > 0, let context else { return }
        take(early)
        context.fireChannelReadComplete()
    }

    private func take(_ bytes: ByteBuffer) {
        let now = call.recorder.clock.now()
        var bytes = bytes
        while bytes.readableBytes > 0 {
            guard decoder != nil else { return pass(bytes) }
            do {
                let (frame, count) = try next(bytes)
                guard let piece = bytes.readSlice(length: count) else { return }
                gather(frame, piece, at: now)
            } catch {
                lose(error, bytes, at: now)
                return
            }
        }
    }

    private func next(_ bytes: borrowing ByteBuffer) throws(FramingError) -> (Frame?, count: Int) {
        var span = bytes.readableBytesSpan
        let available = span.byteCount
        let frame = try decoder?.next(&span)
        return (frame, available - span.byteCount)
    }

    private func gather(_ frame: Frame?, _ piece: ByteBuffer, at now: Timestamp) {
        if isPassing { return finishPassing(frame, piece, at: now) }
        var piece = piece
        inbox.writeBuffer(&piece)
        guard let frame else {
            if inbox.readableBytes > Self.messageLimit { beginPassing(at: now) }
            return
        }
        let bytes = inbox
        inbox = ByteBuffer()
        frame.opcode.isControl ? control(frame, bytes, at: now) : data(frame, bytes, at: now)
    }

    // MARK: What passes unseen

    private func beginPassing(at now: Timestamp) {
        flushParts(at: now)
        isPassing = true
        pass(inbox)
        inbox = ByteBuffer()
    }

    private func finishPassing(_ frame: Frame?, _ piece: ByteBuffer, at now: Timestamp) {
        if let frame {
            isPassing = false
            if !frame.opcode.isControl {
                _ = assembler.append(frame.unmasked())
                isMessagePassing = !frame.isFinal
            }
            record(frame, nil, at: now)
        }
        pass(piece)
    }

    private func lose(_ error: any Error, _ rest: ByteBuffer, at now: Timestamp) {
        decoder = nil
        flushParts(at: now)
        var bytes = inbox
        var rest = rest
        bytes.writeBuffer(&rest)
        inbox = ByteBuffer()
        // Nobody knows any more where anything could come in between.
        isPassing = true
        pass(bytes)
        if let error = error as? FramingError { call.recorder.lost(direction, error, at: now) }
    }

    /// Frames of a message that nobody will complete.
    private func flushParts(at now: Timestamp) {
        for part in parts {
            record(part.frame, isMuted ? .withheld : nil, at: now)
            pass(part.bytes)
        }
        (parts, partsByteCount) = ([], 0)
    }

    /// Keeps a frame until its message is complete, or there is too much of it.
    private func keep(_ part: FaultPart, at now: Timestamp) {
        parts.append(part)
        partsByteCount += part.byteCount
        guard partsByteCount > Self.messageLimit else { return }
        isMessagePassing = true
        flushParts(at: now)
    }

    private func pass(_ bytes: ByteBuffer) {
        guard !isMuted else { return }
        queue.append(
            bytes, at: call.release(direction, bytes.readableBytes), leavesOpen: isPassing || isMessagePassing)
    }

    // MARK: What faults may name

    private func control(_ frame: Frame, _ bytes: ByteBuffer, at now: Timestamp) {
        guard !isMuted, !call.drops(frame, direction) else { return record(frame, .withheld, at: now) }
        // Behind a close nobody completes a message; any other one keeps its place between the fragments.
        if frame.opcode == .close { flushParts(at: now) }
        if !parts.isEmpty { return keep(FaultPart(frame: frame, bytes: bytes), at: now) }
        let release = call.release(direction, bytes.readableBytes)
        record(frame, queue.isLate(release) ? .late : nil, at: now)
        queue.append(bytes, at: release, leavesOpen: isMessagePassing)
    }

    private func data(_ frame: Frame, _ bytes: ByteBuffer, at now: Timestamp) {
        let step = assembler.append(frame.unmasked())
        if case .messageAbandoned? = step.fault {
            flushParts(at: now)
            isMessagePassing = false
        }
        if case .continuationWithoutStart? = step.fault {
            // The rest of a message that had begun before faults were asked for.
            isMessagePassing = isMessagePassing && !frame.isFinal
            record(frame, nil, at: now)
            return pass(bytes)
        }
        guard !isMessagePassing else {
            isMessagePassing = step.message == nil
            record(frame, nil, at: now)
            return pass(bytes)
        }
        guard let message = step.message else { return keep(FaultPart(frame: frame, bytes: bytes), at: now) }
        parts.append(FaultPart(frame: frame, bytes: bytes))
        opcode = message.opcode
        decide(message, at: now)
    }

    private func decide(_ whole: MessageAssembler.Message, at now: Timestamp) {
        let parts = parts
        (self.parts, partsByteCount) = ([], 0)
        let message = FaultMessage(whole)
        guard !isMuted else {
            for part in parts { record(part.frame, .withheld, at: now) }
            return
        }
        let verdict = call.judge(direction, message)
        carryOut(verdict, parts, whole, at: now)
        call.passed(direction, message, isWithheld: verdict.isWithheld || verdict.isTruncated)
    }

    private func carryOut(
        _ verdict: FaultVerdict, _ parts: [FaultPart], _ whole: MessageAssembler.Message, at now: Timestamp
    ) {
        if verdict.isWithheld { return withhold(parts, at: now) }
        if verdict.isTruncated { return truncate(parts, at: now) }
        var changed: FaultPart?
        if let text = verdict.changed, let first = parts.first?.frame {
            passControls(withheld(parts, as: .replaced, at: now))
            changed = replacement(of: first, whole.opcode, by: text)
        } else if verdict.hold != nil || verdict.isReordered {
            // Control frames between the fragments are no part of it: they keep their place.
            passControls(parts.filter(\.isControl).bytes)
        }
        let message = changed.map { [$0] } ?? parts
        send(message, verdict, isChanged: changed != nil, at: now)
        guard verdict.isDuplicated else { return }
        let again = message.filter { !$0.isControl }
        for part in again { record(part.frame, .injected, at: now) }
        let bytes = again.bytes
        queue.append(bytes, at: call.release(direction, bytes.readableBytes))
    }

    private func send(_ message: [FaultPart], _ verdict: FaultVerdict, isChanged: Bool, at now: Timestamp) {
        let isMoved = verdict.hold != nil || verdict.isReordered
        let bytes = (isMoved ? message.filter { !$0.isControl } : message).bytes
        let release = call.release(direction, bytes.readableBytes)
        let isLate = queue.isLate(release)
        for part in message {
            let isOwn = isMoved && !part.isControl
            record(part.frame, isChanged ? .changed : isLate || isOwn ? .late : nil, at: now)
        }
        if let hold = verdict.hold {
            queue.hold(bytes, for: hold)
        } else if verdict.isReordered {
            queue.swap(bytes)
        } else {
            queue.append(bytes, at: release)
        }
    }

    private func passControls(_ bytes: ByteBuffer) {
        if bytes.readableBytes > 0 { queue.append(bytes, at: call.release(direction, bytes.readableBytes)) }
    }

    /// The sender has ended: what is not complete goes as it came, and then what waits.
    private func finish() {
        let now = call.recorder.clock.now()
        flushParts(at: now)
        if inbox.readableBytes > 0 { pass(inbox) }
        inbox = ByteBuffer()
        queue.releaseAll()
    }

    /// The message stays here; control frames between its fragments are no part of it.
    private func withhold(_ parts: [FaultPart], at now: Timestamp) {
        passControls(withheld(parts, as: .withheld, at: now))
    }

    /// Records the frames of a message as what becomes of them, and returns what is none of it.
    private func withheld(_ parts: [FaultPart], as fault: FrameFault, at now: Timestamp) -> ByteBuffer {
        var rest = ByteBuffer()
        for part in parts {
            let isControl = part.frame.opcode.isControl
            record(part.frame, isControl ? nil : fault, at: now)
            if isControl { rest.writeImmutableBuffer(part.bytes) }
        }
        return rest
    }

    /// A whole message in place of another.
    private func replacement(of first: Frame, _ opcode: Opcode, by text: [UInt8]) -> FaultPart {
        var frame = Frame(opcode, text)
        if let key = first.maskingKey { frame = frame.masked(with: key) }
        return FaultPart(frame: frame, bytes: ByteBuffer(bytes: FrameEncoder.encode(frame)))
    }

    private func truncate(_ parts: [FaultPart], at now: Timestamp) {
        for part in parts { record(part.frame, .withheld, at: now) }
        guard var bytes = parts.first?.bytes, let half = bytes.readSlice(length: max(1, bytes.readableBytes / 2)) else {
            return
        }
        queue.releaseAll()
        emit(half)
        isMuted = true
        isPassing = true
    }

    private func record(_ frame: Frame, _ fault: FrameFault?, at now: Timestamp) {
        var frame = frame
        frame.fault = fault
        call.recorder.record(frame, direction, at: now)
    }

    // MARK: Writing

    /// Puts a frame of livetop's own between the messages of the sender, in front of what waits.
    ///
    /// - Parameter whenSent: called when it is on its way.
    func inject(_ frame: Frame, _ whenSent: @escaping () -> Void = {}) {
        guard !hasEnded, !isMuted else { return }
        queue.interject(ByteBuffer(bytes: FrameEncoder.encode(frame))) { [weak self] in
            guard let self else { return }
            record(frame, .injected, at: call.recorder.clock.now())
            whenSent()
        }
    }

    private func emit(_ bytes: ByteBuffer) {
        guard !hasEnded, let context else { return }
        context.fireChannelRead(wrapInboundOut(bytes))
        if !isReading { context.fireChannelReadComplete() }
        guard isReadPending, queue.byteCount < Self.queueLimit else { return }
        isReadPending = false
        context.read()
    }

    /// What waited for the end of a stall goes on.
    func goOn() { queue.goOn() }

    /// Nothing is held back any more.
    func releaseAll() { queue.releaseAll() }

    // MARK: Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { finish() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        hasEnded = true
        queue.cancel()
        call.end()
        context.fireChannelInactive()
    }
}
