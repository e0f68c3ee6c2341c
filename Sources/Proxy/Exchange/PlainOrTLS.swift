import NIOCore
import NIOSSL

/// Tells by the first byte what a client speaks: 0x16 begins a TLS handshake (RFC 8446 §5.1) and no HTTP request.
///
/// With TLS it stays until the handshake is complete, for one thing that the library does not tell: a client on OpenSSL
/// that refuses our certificate in TLS 1.3 says so in clear, where only an encrypted record is understood.
///
/// One port serves both because Python's SDK rewrites every base URL to `wss`. A client that says nothing is let go
/// after the head timeout: `ClientHandler`, which is there from the start, sees to that.
final class PlainOrTLS: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let tls: NIOSSLContext
    private let client: ClientHandler

    /// - Parameter tls: with the certificate that the client expects.
    init(_ tls: NIOSSLContext, client: ClientHandler) {
        self.tls = tls
        self.client = client
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if client.isTLS {
            client.handshakeAlert = client.handshakeAlert ?? Self.plainAlert(in: bytes)
            return context.fireChannelRead(data)
        }
        if bytes.getInteger(at: bytes.readerIndex) == 0x16 as UInt8 {
            client.isTLS = true
            client.handshakeWatch = self
            do {
                try context.pipeline.syncOperations.addHandler(
                    NIOSSLServerHandler(context: tls), position: .after(self))
            } catch {
                return context.close(promise: nil)
            }
        }
        context.fireChannelRead(wrapInboundOut(bytes))
        if !client.isTLS { context.pipeline.syncOperations.removeHandler(self, promise: nil) }
    }

    /// What a fatal alert in clear says (RFC 8446 §6): type 0x15, version, a length of 2, level 2, description.
    private static func plainAlert(in bytes: ByteBuffer) -> UInt8? {
        guard bytes.readableBytes == 7, let record = bytes.getBytes(at: bytes.readerIndex, length: 7),
            record[0] == 0x15, record[1] == 3, record[3...5].elementsEqual([0, 2, 2])
        else { return nil }
        return record[6]
    }
}
