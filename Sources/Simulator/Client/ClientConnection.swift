import LiveProtocol
package import NIOCore
import NIOPosix
import NIOSSL
package import NIOWebSocket

/// How the opening of a WebSocket ended.
package enum ClientConnection: Sendable {
    case open(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>)
    /// Another status than 101.
    case refused(Int)

    package static func open(_ address: ClientAddress, _ configuration: ClientConfiguration) async throws
        -> ClientConnection
    {
        let tls = try address.isTLS ? makeTLS(configuration) : nil
        let answer = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(10))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            // Small, so that a client that stops reading is felt at the other end soon.
            .channelOption(.socketOption(.so_rcvbuf), value: 64 << 10)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try shakeHands(on: channel, request(address, configuration), address, tls)
                }
            }
        return try await answer.get()
    }

    private static func shakeHands(
        on channel: any Channel, _ request: String, _ address: ClientAddress, _ tls: NIOSSLContext?
    ) throws -> EventLoopFuture<ClientConnection> {
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            let name = address.host.contains { $0.isLetter } && !address.host.contains(":") ? address.host : nil
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        let answer = channel.eventLoop.makePromise(of: ClientConnection.self)
        try pipeline.addHandler(ClientHandshake(request: request, answer: answer))
        return answer.futureResult
    }

    private static func request(_ address: ClientAddress, _ configuration: ClientConfiguration) -> String {
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        var random = SystemRandomNumberGenerator()
        let nonce = Base64.encode((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
        return [
            "GET \(address.target) HTTP/1.1", "Host: \(host):\(address.port)", "Connection: Upgrade",
            "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(nonce)",
            configuration.key.map { "x-goog-api-key: \($0)" }, "User-Agent: \(configuration.userAgent)", "", "",
        ].compactMap(\.self).joined(separator: "\r\n")
    }

    private static func makeTLS(_ configuration: ClientConfiguration) throws -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let pem = configuration.trustRootsPEM {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
        }
        return try NIOSSLContext(configuration: tls)
    }
}

/// The client's half of RFC 6455 §4: asks, reads the head of the answer, and makes room for frames.
///
/// Written out because NIO's client upgrader was seen to lose frames that arrive in one read with the 101, as the
/// close of a refused credential does. The accept value is not checked: whoever answers here is on loopback.
private final class ClientHandshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: String
    private var answer: EventLoopPromise<ClientConnection>?
    private var received = ByteBuffer()

    init(request: String, answer: EventLoopPromise<ClientConnection>) {
        self.request = request
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        received.writeBuffer(&part)
        guard received.readableBytes < 64 << 10 else { return fail(ChannelError.eof, context) }
        guard let end = endOfHead, let head = received.readString(length: end) else { return }
        let words = head.split(separator: " ", maxSplits: 2)
        let status = words.count > 1 ? Int(words[1]) : nil
        guard status == 101 else {
            answer?.succeed(.refused(status ?? 0))
            answer = nil
            return context.close(promise: nil)
        }
        open(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(ChannelError.eof, context)
        context.fireChannelInactive()
    }

    /// The last call of all; the only one when no connection came about.
    func handlerRemoved(context: ChannelHandlerContext) { answer?.fail(ChannelError.eof) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

    private var endOfHead: Int? {
        let bytes = received.readableBytesView
        return bytes.firstRange(of: Array("\r\n\r\n".utf8)).map { $0.upperBound - bytes.startIndex }
    }

    private func open(_ context: ChannelHandlerContext) {
        do {
            let pipeline = context.pipeline.syncOperations
            try pipeline.addHandlers(
                WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 24)))
            answer?.succeed(.open(try NIOAsyncChannel(wrappingChannelSynchronously: context.channel)))
            answer = nil
        } catch {
            return fail(error, context)
        }
        if received.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(received))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        answer?.fail(error)
        answer = nil
        context.close(promise: nil)
    }
}
