import LiveProtocol
import NIOCore

/// The upstream's leg while it speaks HTTP: sends one request, reads one response, streaming.
final class UpstreamHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The body of the response as far as it has come; nil before its head.
    var responseBody: BodyFraming? { if case .body(let body) = state { body } else { nil } }
    private var exchange: Exchange?
    private var context: ChannelHandlerContext?
    private var state = State.head
    private var inbox = ByteBuffer()
    private var reader: HeadReader
    private var isReadPending = false
    /// Why the connection ended, when it said.
    private var failure: (words: String, isReset: Bool)?

    private enum State {
        /// The head of the response, or of an informational one before it, is still to come.
        case head
        case body(BodyFraming)
        /// Nothing of what still comes matters.
        case over
    }

    init(exchange: Exchange, headLimit: Int) {
        self.exchange = exchange
        reader = HeadReader(limit: headLimit)
    }

    /// Takes its place on a connected channel, sends `request` and begins to read.
    func start(on channel: any Channel, request: ByteBuffer) throws {
        try channel.pipeline.syncOperations.addHandler(self)
        write(request)
        flush()
        try channel.syncOptions?.setOption(.autoRead, value: true)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        exchange = nil
    }

    // MARK: Sending

    func write(_ bytes: ByteBuffer) { context?.write(wrapOutboundOut(bytes), promise: nil) }

    func flush() { context?.flush() }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { exchange?.upstreamIsWritable() }
        context.fireChannelWritabilityChanged()
    }

    func closeOutput() {
        guard let context else { return }
        LegEnd.closeOutput(context, isTruncated: false)
    }

    func close() {
        state = .over
        exchange = nil
        context?.close(promise: nil)
    }

    // MARK: Receiving

    func read(context: ChannelHandlerContext) {
        guard exchange?.isClientWritable ?? true else {
            isReadPending = true
            return
        }
        context.read()
    }

    func resumeReading() {
        guard isReadPending else { return }
        isReadPending = false
        context?.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if inbox.readableBytes == 0 { inbox = bytes } else { inbox.writeBuffer(&bytes) }
        do throws(HeadError) {
            while inbox.readableBytes > 0, try advance() {}
        } catch {
            exchange?.upstreamFailed("it answered with something that is not HTTP: \(error)", isReset: false)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.flushResponse()
        context.fireChannelReadComplete()
    }

    /// False when the bytes at hand do not suffice.
    private func advance() throws(HeadError) -> Bool {
        switch state {
        case .head:
            guard let lines = try reader.next(from: &inbox) else { return false }
            try begin(ResponseHead(lines: lines))
            return true
        case .body(var body):
            guard let bytes = try body.take(&inbox) else { return false }
            state = .body(body)
            exchange?.received(body: bytes)
            if body.isComplete { complete(body) }
            return true
        case .over:
            inbox.clear()
            return false
        }
    }

    private func begin(_ head: ResponseHead) throws(HeadError) {
        guard let exchange else { return }
        if head.isInformational { return exchange.received(informational: head) }
        if head.status == 101 {
            state = .over
            let leftover = inbox
            inbox = ByteBuffer()
            return exchange.switchProtocols(head, leftover)
        }
        let length = try head.bodyLength(answering: exchange.request.method)
        let body = BodyFraming(length, excerptLimit: exchange.request.isWebSocketUpgrade ? 2048 : 0)
        state = .body(body)
        exchange.received(head, length: length)
        if body.isComplete { complete(body) }
    }

    private func complete(_ body: BodyFraming) {
        state = .over
        exchange?.responseIsComplete(body)
    }

    // MARK: Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { end() }
        if let event = event as? ShutdownEvent, event.isFinal { LegEnd.abort(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let disorder = LegEnd.Disorder(error)
        failure = failure ?? ("it \(LegEnd.words(for: error))", disorder == .reset)
        if disorder != .truncated { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func end() {
        if case .body(let body) = state, body.mayEnd, failure == nil { return complete(body) }
        if case .over = state { return }
        let failure = failure ?? ("it ended the connection", false)
        exchange?.upstreamFailed(failure.words, isReset: failure.isReset)
    }

    /// Puts `handler` in the place of this one.
    func handOver(to handler: RelayHandler) throws {
        guard let context else { throw ChannelError.alreadyClosed }
        let pipeline = context.pipeline.syncOperations
        try pipeline.addHandler(handler, position: .after(self))
        pipeline.removeHandler(self, promise: nil)
    }
}
