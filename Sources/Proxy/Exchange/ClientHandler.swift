import LiveProtocol
import Logging
import NIOCore
import NIOTLS

/// The client's leg while it speaks HTTP: reads one request after the other, each of which becomes an `Exchange`,
/// until one of them turns the connection into a WebSocket and relay handlers take over.
///
/// A connection's kind is not settled by its first request: Node's WebSocket upgrades on a kept-alive connection.
final class ClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let environment: ProxyEnvironment
    /// The Live host to which the client asked for a tunnel that ends here.
    let tunnel: String?
    /// The client spoke TLS.
    var isTLS = false
    private var hasCompletedHandshake = false
    /// In the pipeline until TLS is there, and with what it saw.
    var handshakeWatch: PlainOrTLS?
    var handshakeAlert: UInt8?
    /// The client has no more to say.
    private(set) var isInputClosed = false
    private(set) var context: ChannelHandlerContext?
    private var state = State.head
    /// Bytes that nobody has taken yet.
    private var inbox = ByteBuffer()
    private var reader: HeadReader
    private var deadline: Scheduled<Void>?
    private var isReadPending = false

    private enum State {
        /// Before a request: `inbox` holds the beginning of its head, or nothing.
        case head
        /// A request is being answered; its body may still be arriving.
        case exchange(Exchange)
        /// A tunnel is being made.
        case tunnel(Tunnel)
        /// The last answer has been given. What still comes is thrown away, so that closing does not reset the
        /// connection before the client has read the answer (RFC 9112 §9.6).
        case draining
    }

    init(environment: ProxyEnvironment, tunnel: String? = nil) {
        (self.environment, self.tunnel) = (environment, tunnel)
        reader = HeadReader(limit: environment.configuration.limits.headByteCount)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        expectHead()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
        handshakeWatch = nil
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if inbox.readableBytes == 0 { inbox = bytes } else { inbox.writeBuffer(&bytes) }
        advance()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .exchange(let exchange) = state { exchange.flushRequest() }
        context.fireChannelReadComplete()
    }

    /// Does what the bytes at hand allow.
    func advance() {
        switch state {
        case .head: readHead()
        case .exchange(let exchange): passBody(to: exchange)
        case .tunnel: break
        case .draining: inbox.clear()
        }
    }

    /// Takes what belongs to the request's body off the inbox, and only then lets the exchange act on it: what it does
    /// comes back here, to an inbox that nobody holds.
    private func passBody(to exchange: Exchange) {
        do throws(HeadError) {
            if let bytes = try exchange.cutBody(from: &inbox) { exchange.send(bytes) }
        } catch {
            exchange.bodyIsMalformed(error)
        }
    }

    private func readHead() {
        do throws(HeadError) {
            guard let lines = try reader.next(from: &inbox) else { return }
            let at = environment.clock.now()
            begin(try RequestHead(lines: lines), at: at)
        } catch {
            refuse(Problem(error))
        }
    }

    private func begin(_ head: RequestHead, at instant: Timestamp) {
        deadline?.cancel()
        deadline = nil
        if tunnel != nil, !isTLS { return refuse(.plainTunnel) }
        if head.method == "CONNECT", tunnel == nil, let rules = environment.tunnelling?.rules {
            let tunnel = Tunnel(head, client: self, rules: rules)
            state = .tunnel(tunnel)
            return tunnel.begin()
        }
        let exchange = Exchange(head, at: instant, client: self)
        state = .exchange(exchange)
        exchange.begin()
        // The exchange may be over already, refused by policy.
        if case .exchange(let current) = state, current === exchange { passBody(to: exchange) }
    }

    func read(context: ChannelHandlerContext) {
        guard mayRead else {
            isReadPending = true
            return
        }
        context.read()
    }

    /// Bodies are read as fast as the upstream takes them; of what follows a body no more than a head is kept.
    private var mayRead: Bool {
        if case .tunnel = state { return inbox.readableBytes < reader.limit }
        guard case .exchange(let exchange) = state else { return true }
        return exchange.isTakingBody || (exchange.isRequestComplete && inbox.readableBytes < reader.limit)
    }

    func resumeReading() {
        guard isReadPending, mayRead else { return }
        isReadPending = false
        context?.read()
    }

    // MARK: Answering

    func write(_ bytes: ByteBuffer) { context?.write(wrapOutboundOut(bytes), promise: nil) }

    func flush() { context?.flush() }

    var isWritable: Bool { context?.channel.isWritable ?? true }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .exchange(let exchange) = state, context.channel.isWritable { exchange.clientIsWritable() }
        context.fireChannelWritabilityChanged()
    }

    /// Answers with livetop's own words and ends the connection.
    func refuse(_ problem: Problem, to method: String? = nil) {
        write(problem.response(to: method))
        finish()
    }

    /// The exchange is over and the next request may come.
    func expectHead() {
        state = .head
        guard let context else { return }
        guard !isInputClosed else { return finish() }
        let timeout = TimeAmount(environment.configuration.limits.headTimeout)
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in self?.headIsLate() }
        if inbox.readableBytes > 0 { advance() }
        resumeReading()
    }

    private func headIsLate() {
        guard inbox.readableBytes > 0 else {
            // Half a TLS hello: no goodbye gets through.
            return isTLS && !hasCompletedHandshake ? abort() : close()
        }
        refuse(
            Problem(
                status: 408, what: "livetop got no complete request", why: "its head did not arrive in time",
                cure: "Send the request line and headers at once"))
    }

    /// The answer was the last: FIN behind it, and a moment for the client to read it.
    func finish() {
        guard let context else { return }
        state = .draining
        inbox.clear()
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(2)) { [weak self] in self?.close() }
        LegEnd.closeOutput(context, isTruncated: false)
        resumeReading()
        if isInputClosed { close() }
    }

    func close() {
        guard let context else { return }
        LegEnd.close(context, isTruncated: false)
    }

    /// Ends a response that cannot be completed, so that nobody takes it for complete; what there is of it arrives.
    func reset() {
        guard let context else { return }
        LegEnd.reset(context)
    }

    private func abort() {
        guard let context else { return }
        LegEnd.abort(context)
    }

    // MARK: Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: inputClosed()
        case TLSUserEvent.handshakeCompleted: handshakeCompleted(context)
        case let event as ShutdownEvent: shutDown(isFinal: event.isFinal)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func handshakeCompleted(_ context: ChannelHandlerContext) {
        hasCompletedHandshake = true
        if let handshakeWatch { context.pipeline.syncOperations.removeHandler(handshakeWatch, promise: nil) }
        handshakeWatch = nil
    }

    private func inputClosed() {
        isInputClosed = true
        switch state {
        case .head, .draining: close()
        case .exchange(let exchange): exchange.clientInputClosed()
        case .tunnel(let tunnel):
            tunnel.clientIsGone()
            close()
        }
    }

    private func shutDown(isFinal: Bool) {
        if isFinal { return abort() }
        guard case .exchange(let exchange) = state else { return close() }
        exchange.shutDown()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isTLS, !hasCompletedHandshake { environment.note(handshakeFailure: error, alert: handshakeAlert) }
        // TLS without close_notify is followed by the end itself; everything else is the end.
        if LegEnd.Disorder(error) != .truncated { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .exchange(let exchange) = state { exchange.clientIsGone() }
        if case .tunnel(let tunnel) = state { tunnel.clientIsGone() }
        state = .draining
        context.fireChannelInactive()
    }

    /// Puts `handler` in the place of this one and gives it what has arrived since the request.
    func handOver(to handler: RelayHandler) throws -> ByteBuffer {
        guard let context else { throw ChannelError.alreadyClosed }
        let pipeline = context.pipeline.syncOperations
        try pipeline.addHandler(handler, position: .after(self))
        pipeline.removeHandler(self, promise: nil)
        state = .draining
        defer { inbox = ByteBuffer() }
        return inbox
    }

    // MARK: Tunnels

    /// Answers that there is a tunnel, and serves what comes through it as the Live host.
    func open(_ host: String) throws {
        guard let context, let tunnelling = environment.tunnelling else { throw ChannelError.alreadyClosed }
        let inner = ClientHandler(environment: environment, tunnel: host)
        let pipeline = context.pipeline.syncOperations
        try pipeline.addHandlers(PlainOrTLS(tunnelling.tls, client: inner), inner, position: .after(self))
        leave(context)
    }

    /// Answers that there is a tunnel, and leaves all that comes through it to the other end.
    func splice(with channel: any Channel) throws {
        guard let context else { throw ChannelError.alreadyClosed }
        let (own, other) = SpliceHandler.pair()
        try context.pipeline.syncOperations.addHandler(own, position: .after(self))
        try channel.pipeline.syncOperations.addHandler(other)
        leave(context)
        channel.setOption(.autoRead, value: true).assumeIsolated().whenFailure { _ in channel.close(promise: nil) }
        if isInputClosed { channel.close(mode: .output, promise: nil) }
    }

    /// Says that there is a tunnel, and hands on what has come since it was asked for.
    private func leave(_ context: ChannelHandlerContext) {
        state = .draining
        deadline?.cancel()
        write(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
        flush()
        let early = inbox
        inbox = ByteBuffer()
        if early.readableBytes > 0 {
            context.fireChannelRead(NIOAny(early))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}

extension Problem {
    fileprivate static let plainTunnel = Problem(
        status: 400, what: "livetop serves no plain HTTP in a tunnel", why: "port 443 speaks TLS",
        cure: "Ask for https:// or wss:// through the tunnel")
}
