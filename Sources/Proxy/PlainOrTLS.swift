import NIOCore
import NIOSSL

/// Tells by the first byte what a client speaks: 0x16 begins a TLS handshake (RFC 8446 §5.1) and no HTTP request.
///
/// One port serves both because Python's SDK rewrites every base URL to `wss`. A client that says nothing is let go
/// after the head timeout: `ClientHandler`, which is there from the start, sees to that.
final class PlainOrTLS: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let environment: ProxyEnvironment
    private let client: ClientHandler

    init(environment: ProxyEnvironment, client: ClientHandler) {
        self.environment = environment
        self.client = client
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if bytes.getInteger(at: bytes.readerIndex) == 0x16 as UInt8 {
            client.isTLS = true
            do {
                let tls = NIOSSLServerHandler(context: environment.serverTLS)
                try context.pipeline.syncOperations.addHandler(tls, position: .after(self))
            } catch {
                return context.close(promise: nil)
            }
        }
        context.fireChannelRead(wrapInboundOut(bytes))
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
