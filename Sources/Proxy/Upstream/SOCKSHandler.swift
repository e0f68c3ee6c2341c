import NIOCore

/// Asks a SOCKS 5 proxy for a connection (RFC 1928, RFC 1929) and takes itself out.
final class SOCKSHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let proxy: OutboundProxy
    private let upstream: Upstream
    private let done: EventLoopPromise<Void>
    private var inbox = ByteBuffer()
    private var state = State.greeted

    private enum State {
        /// What the proxy wants to know of the user is still to come.
        case greeted
        case loggingIn
        case asked
        case over
    }

    private init(proxy: OutboundProxy, upstream: Upstream, done: EventLoopPromise<Void>) {
        (self.proxy, self.upstream, self.done) = (proxy, upstream, done)
    }

    static func openTunnel(
        to upstream: Upstream, through proxy: OutboundProxy, on channel: any Channel,
        _ limits: ProxyConfiguration.Limits
    ) -> EventLoopFuture<Void> {
        let done = channel.eventLoop.makePromise(of: Void.self)
        let handler = SOCKSHandler(proxy: proxy, upstream: upstream, done: done)
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(limits.connectTimeout)) {
            done.fail(ChannelError.connectTimeout(TimeAmount(limits.connectTimeout)))
            channel.close(promise: nil)
        }
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
            // Without a user, or with user and password.
            channel.writeAndFlush(ByteBuffer(bytes: proxy.login == nil ? [5, 1, 0] : [5, 2, 0, 2]), promise: nil)
            channel.read()
        } catch {
            done.fail(error)
            channel.close(promise: nil)
        }
        return done.futureResult.always { _ in limit.cancel() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        inbox.writeBuffer(&bytes)
        while advance(context) {}
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.read()
        context.fireChannelReadComplete()
    }

    /// False where more has to come.
    private func advance(_ context: ChannelHandlerContext) -> Bool {
        switch state {
        case .greeted: takeMethod(context)
        case .loggingIn: takeLogin(context)
        case .asked: takeAnswer(context)
        case .over: false
        }
    }

    private func takeMethod(_ context: ChannelHandlerContext) -> Bool {
        guard let answer = inbox.readBytes(length: 2) else { return false }
        guard answer[0] == 5 else { return refuse(context, why: "it speaks no SOCKS 5") }
        switch (answer[1], proxy.login) {
        case (0, _): ask(context)
        case (2, let login?):
            state = .loggingIn
            let message =
                [1, UInt8(clamping: login.user.count)] + login.user + [UInt8(clamping: login.password.count)]
                + login.password
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: message)), promise: nil)
        default:
            return refuse(
                context, why: proxy.login == nil ? "it wants a user and a password" : "it takes no user and password")
        }
        return true
    }

    private func takeLogin(_ context: ChannelHandlerContext) -> Bool {
        guard let answer = inbox.readBytes(length: 2) else { return false }
        guard answer[1] == 0 else { return refuse(context, why: "it does not take the user and the password") }
        ask(context)
        return true
    }

    private func ask(_ context: ChannelHandlerContext) {
        state = .asked
        var message = ByteBuffer(bytes: [5, 1, 0])
        switch try? SocketAddress(ipAddress: upstream.host, port: upstream.port) {
        case .v4(let address): message.writeBytes([1] + withUnsafeBytes(of: address.address) { Array($0[4..<8]) })
        case .v6(let address): message.writeBytes([4] + withUnsafeBytes(of: address.address) { Array($0[8..<24]) })
        case .unixDomainSocket, nil:
            let name = Array(upstream.host.utf8.prefix(255))
            message.writeBytes([3, UInt8(clamping: name.count)] + name)
        }
        message.writeInteger(UInt16(clamping: upstream.port))
        context.writeAndFlush(NIOAny(message), promise: nil)
    }

    private func takeAnswer(_ context: ChannelHandlerContext) -> Bool {
        let start = inbox.readerIndex
        guard let head = inbox.getBytes(at: start, length: 5) else { return false }
        guard head[0] == 5 else { return refuse(context, why: "it speaks no SOCKS 5") }
        guard head[1] == 0 else { return refuse(context, why: Self.words(for: head[1])) }
        let length: Int
        switch head[3] {
        case 1: length = 4
        case 3: length = 1 + Int(head[4])
        case 4: length = 16
        default: return refuse(context, why: "its answer cannot be read")
        }
        // Version, reply, nothing, kind, address, port: where it connected from is of no interest.
        guard inbox.readSlice(length: 4 + length + 2) != nil else { return false }
        state = .over
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
        done.succeed()
        return false
    }

    private static func words(for reply: UInt8) -> String {
        switch reply {
        case 2: "its rules do not allow it"
        case 3: "it cannot reach that network"
        case 4: "it cannot reach that host"
        case 5: "the connection was refused there"
        case 6: "the connection came to nothing in its time"
        case 7, 8: "it does not know how"
        default: "it answered \(reply)"
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        _ = refuse(context, why: LegEnd.words(for: error))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { _ = refuse(context, why: "it ended the connection") }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        _ = refuse(context, why: "it ended the connection")
        context.fireChannelInactive()
    }

    private func refuse(_ context: ChannelHandlerContext, why: String) -> Bool {
        guard state != .over else { return false }
        state = .over
        let problem = Problem(
            status: 502, what: "The SOCKS proxy \(proxy.host):\(proxy.port) opened no way to the upstream", why: why,
            cure: "Check HTTPS_PROXY and ALL_PROXY, or exempt the upstream with NO_PROXY")
        done.fail(problem)
        context.close(promise: nil)
        return false
    }
}
