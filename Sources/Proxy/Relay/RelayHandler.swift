import LiveProtocol
import NIOCore

/// One leg of a call: passes what its socket receives to the other leg, then lets the recorder look.
///
/// ```
///            read                write, flush          delimit, offer
///  socket ─────────▶ RelayHandler ─────────▶ peer's socket   (afterwards) CallRecorder
/// ```
///
/// The very buffer that was read is written; all reads of one loop turn are flushed together. Reading stops while the
/// other leg cannot take more. An end is passed on as what it is: FIN as FIN, RST as RST, missing close_notify as
/// missing close_notify.
final class RelayHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Which way the bytes travel that this leg reads.
    private let direction: Direction
    private let call: CallRecorder
    private let overhead: OverheadMeter
    private(set) var context: ChannelHandlerContext?
    private var peer: RelayHandler?
    private var batch: [ReceivedBytes] = []
    private var isReadPending = false
    /// What this leg reads is thrown away: livetop has closed the call towards the other one.
    private var isMuted = false
    /// How an end of this leg was announced, when it was not an orderly one.
    private var disorder: LegEnd.Disorder?
    private var hasEnded = false
    private var stopping = Stopping.no
    private let pauseWatch = PauseWatch()

    /// How far the goodbye of a stopping proxy has come.
    private enum Stopping { case no, atFrameBoundary, done }

    init(direction: Direction, call: CallRecorder, overhead: OverheadMeter) {
        self.direction = direction
        self.call = call
        self.overhead = overhead
    }

    /// Ties the two legs of a call together. Both must be on the same event loop.
    static func glue(_ first: RelayHandler, _ second: RelayHandler) {
        first.peer = second
        second.peer = first
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        peer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { receive(unwrapInboundIn(data)) }

    func channelReadComplete(context: ChannelHandlerContext) {
        passOn()
        context.fireChannelReadComplete()
    }

    /// Starts with what the leg received before it became a relay.
    func begin(with early: ByteBuffer) {
        receive(early)
        passOn()
        context?.channel.read()
    }

    private func receive(_ bytes: ByteBuffer) {
        guard !isMuted, bytes.readableBytes > 0 else { return }
        batch.append(ReceivedBytes(bytes: bytes, at: call.clock.now()))
        guard let other = peer?.context else { return }
        other.write(wrapOutboundOut(bytes), promise: nil)
    }

    /// Flushes the peer, and only then looks at what went through.
    private func passOn() {
        guard let received = batch.first?.at else { return }
        peer?.context?.flush()
        overhead.record(from: received, to: call.clock.now())
        captureBatch()
        if call.isPathSampleDue(at: received) { samplePath() }
    }

    private func samplePath() {
        guard let own = context?.channel, let other = peer?.context?.channel else { return }
        let (client, upstream) = direction == .clientToServer ? (own, other) : (other, own)
        PathProbe.sample(client: client, upstream: upstream, on: own.eventLoop) { [call] in call.sampled($0) }
    }

    private func captureBatch() {
        guard !batch.isEmpty else { return }
        // A flush can end a leg, and with it come back here: what was read is captured once.
        var captured: [ReceivedBytes] = []
        swap(&captured, &batch)
        call.capture(captured, direction)
        captured.removeAll(keepingCapacity: true)
        if batch.isEmpty { swap(&captured, &batch) }
        peer?.closeAtFrameBoundary()
    }

    // MARK: Back-pressure

    func read(context: ChannelHandlerContext) {
        guard peer?.isWritable ?? true else {
            isReadPending = true
            pauseWatch.begin(on: context.eventLoop) { [call, direction] in call.paused(direction) }
            return
        }
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { peer?.resumeReading() }
        context.fireChannelWritabilityChanged()
    }

    private var isWritable: Bool { context?.channel.isWritable ?? true }

    func resumeReading() {
        guard isReadPending else { return }
        isReadPending = false
        if pauseWatch.end() { call.resumed(direction) }
        context?.read()
    }

    // MARK: Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            inputClosed()
        case let event as ShutdownEvent:
            event.isFinal ? LegEnd.abort(context) : shutDown()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let found = LegEnd.Disorder(error)
        // Behind a reset TLS complains of a missing close_notify as well.
        disorder = disorder ?? found
        call.noteEnding("\(legName) \(LegEnd.words(for: error))")
        if found == nil { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// The sender has no more to say; the other way stays open.
    func inputClosed() {
        captureBatch()
        call.noteEnding("\(legName) ended the connection without a close frame")
        guard let other = peer?.context else { return }
        LegEnd.closeOutput(other, isTruncated: disorder == .truncated)
    }

    private func end() {
        guard !hasEnded else { return }
        hasEnded = true
        captureBatch()
        _ = pauseWatch.end()
        call.noteEnding("\(legName) ended the connection without a close frame")
        guard let peer, !peer.hasEnded else { return call.closed() }
        guard let other = peer.context else { return }
        switch disorder {
        case .reset: LegEnd.reset(other)
        case .truncated: LegEnd.close(other, isTruncated: true)
        case nil: LegEnd.close(other, isTruncated: false)
        }
    }

    private var legName: String { direction == .clientToServer ? "the client" : "the upstream" }

    // MARK: Shutdown

    /// Says goodbye to the client with 1001 once no frame is under way towards it; its answer goes upstream like
    /// anything it sends. Nothing is ever injected towards the upstream (decision 0020). A call that is closing already
    /// needs no help.
    private func shutDown() {
        guard direction == .clientToServer, stopping == .no, !call.isClosing else { return }
        call.noteClosureByProxy(
            Closure(by: .proxy, code: CloseCode(rawValue: 1001), reason: Self.goodbye, detail: "livetop was stopped"))
        // Where frames cannot be told apart there is no boundary to wait for: FIN, as at the end of any stream.
        guard call.isDelimiting(.serverToClient) else {
            stopping = .done
            if let context { LegEnd.close(context, isTruncated: false) }
            return
        }
        stopping = .atFrameBoundary
        closeAtFrameBoundary()
    }

    private func closeAtFrameBoundary() {
        guard stopping == .atFrameBoundary, !call.isClosing, call.isBetweenFrames(.serverToClient), let context else {
            return
        }
        stopping = .done
        peer?.isMuted = true
        let reason = Array(Self.goodbye.utf8)
        var frame = ByteBuffer(bytes: [0x88, UInt8(reason.count + 2), 0x03, 0xE9])
        frame.writeBytes(reason)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private static let goodbye = "livetop is shutting down"
}

/// Asks a connection to come to its end: in good order, or at once when the time for that is over.
struct ShutdownEvent: Sendable {
    var isFinal: Bool
}
