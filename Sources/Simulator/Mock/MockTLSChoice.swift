import NIOCore
import NIOSSL

/// Tells by the first byte whether a client speaks TLS: 0x16 begins a handshake (RFC 8446 §5.1) and no HTTP request.
/// One port then serves both, as the proxy's does.
final class MockTLSChoice: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let tls: NIOSSLContext

    init(_ tls: NIOSSLContext) { self.tls = tls }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        let pipeline = context.pipeline.syncOperations
        if bytes.getInteger(at: bytes.readerIndex) == 0x16 as UInt8 {
            do { try pipeline.addHandler(NIOSSLServerHandler(context: tls), position: .after(self)) } catch {
                return context.close(promise: nil)
            }
        }
        context.fireChannelRead(wrapInboundOut(bytes))
        pipeline.removeHandler(self, promise: nil)
    }
}
