import NIOCore

/// Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6) and takes itself out.
final class ConnectHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let proxy: OutboundProxy
    private let done: EventLoopPromise<Void>
    private var inbox = ByteBuffer()
    private var reader: HeadReader

    private init(proxy: OutboundProxy, done: EventLoopPromise<Void>, headLimit: Int) {
        self.proxy = proxy
        self.done = done
        reader = HeadReader(limit: headLimit)
    }

    static func openTunnel(
        to upstream: Upstream, through proxy: OutboundProxy, on channel: any Channel,
        _ limits: ProxyConfiguration.Limits
    ) -> EventLoopFuture<Void> {
        let done = channel.eventLoop.makePromise(of: Void.self)
        let handler = ConnectHandler(proxy: proxy, done: done, headLimit: limits.headByteCount)
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(limits.connectTimeout)) {
            done.fail(ChannelError.connectTimeout(TimeAmount(limits.connectTimeout)))
            channel.close(promise: nil)
        }
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
            channel.writeAndFlush(handler.request(for: upstream), promise: nil)
            channel.read()
        } catch {
            done.fail(error)
            channel.close(promise: nil)
        }
        return done.futureResult.always { _ in limit.cancel() }
    }

    private func request(for upstream: Upstream) -> ByteBuffer {
        let host = upstream.host.contains(":") ? "[\(upstream.host)]" : upstream.host
        let place = "\(host):\(upstream.port)"
        let authorization = proxy.authorization.map { [HTTPField("Proxy-Authorization", $0)] } ?? []
        return ByteBuffer(
            startLine: "CONNECT \(place) HTTP/1.1".utf8, fields: [HTTPField("Host", place)] + authorization)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        inbox.writeBuffer(&bytes)
        do {
            guard let lines = try reader.next(from: &inbox) else { return }
            let head = try ResponseHead(lines: lines)
            guard (200..<300).contains(head.status) else {
                throw HeadError.malformed("it answered \(head.status) \(head.reason)")
            }
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            done.succeed()
        } catch {
            refuse(context, why: PlainWords.of(error))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.read()
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refuse(context, why: LegEnd.words(for: error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        refuse(context, why: "it ended the connection")
        context.fireChannelInactive()
    }

    private func refuse(_ context: ChannelHandlerContext, why: String) {
        let problem = Problem(
            status: 502, what: "The proxy \(proxy.host):\(proxy.port) opened no tunnel to the upstream", why: why,
            cure: "Check HTTPS_PROXY, or exempt the upstream with NO_PROXY")
        done.fail(problem)
        context.close(promise: nil)
    }
}
