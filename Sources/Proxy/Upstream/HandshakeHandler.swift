import NIOCore
import NIOSSL
import NIOTLS

/// Waits for TLS to the upstream and takes itself out.
final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let done: EventLoopPromise<Void>
    private var failure: (any Error)?

    init(done: EventLoopPromise<Void>) {
        self.done = done
    }

    /// Adds TLS to a connected channel; the certificate is always verified, for the name or address of `host`.
    static func handshake(
        on channel: any Channel, _ tls: NIOSSLContext, host: String, _ limits: ProxyConfiguration.Limits
    ) -> EventLoopFuture<Void> {
        let done = channel.eventLoop.makePromise(of: Void.self)
        do {
            // An address has no SNI (RFC 6066 §3).
            let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
            try channel.pipeline.syncOperations.addHandlers(
                NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : host), HandshakeHandler(done: done))
        } catch {
            done.fail(error)
            channel.close(promise: nil)
        }
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(limits.connectTimeout)) {
            done.fail(ChannelError.connectTimeout(TimeAmount(limits.connectTimeout)))
            channel.close(promise: nil)
        }
        channel.read()
        return done.futureResult.always { _ in limit.cancel() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
        done.succeed()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.read()
        context.fireChannelReadComplete()
    }

    /// The first error is the reason; those that follow from it are not.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(NIOSSLError.uncleanShutdown)
        context.fireChannelInactive()
    }
}
