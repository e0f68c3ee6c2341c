import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// How the opening of a WebSocket ended.
enum ClientConnection: Sendable {
    case open(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>)
    /// Another status than 101, once its head has been read. NIO hands the head on only after the upgrade has been
    /// given up, so the status cannot be part of that decision.
    case refused(EventLoopFuture<Int>)

    static func open(_ address: ClientAddress, _ configuration: ClientConfiguration) async throws -> ClientConnection {
        let tls = try address.isTLS ? makeTLS(configuration) : nil
        let upgrade = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(10))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            // Small, so that a client that stops reading is felt at the other end soon.
            .channelOption(.socketOption(.so_rcvbuf), value: 64 << 10)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configure(channel, address, configuration, tls)
                }
            }
        return try await upgrade.get()
    }

    private static func configure(
        _ channel: any Channel, _ address: ClientAddress, _ configuration: ClientConfiguration, _ tls: NIOSSLContext?
    ) throws -> EventLoopFuture<ClientConnection> {
        if let tls {
            let name = address.host.contains { $0.isLetter } && !address.host.contains(":") ? address.host : nil
            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        let upgrader = NIOTypedWebSocketClientUpgrader<ClientConnection>(maxFrameSize: 1 << 24) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                .open(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
            }
        }
        let setup = NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: head(address, configuration), upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                let status = channel.eventLoop.makePromise(of: Int.self)
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StatusReader(status))
                    return .refused(status.futureResult)
                }
            })
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: .init(upgradeConfiguration: setup))
    }

    private static func head(_ address: ClientAddress, _ configuration: ClientConfiguration) -> HTTPRequestHead {
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        let headers: HTTPHeaders = [
            "Host": "\(host):\(address.port)", "x-goog-api-key": configuration.key,
            "User-Agent": "livetop-synthetic-caller",
        ]
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: address.target, headers: headers)
    }

    private static func makeTLS(_ configuration: ClientConfiguration) throws -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let pem = configuration.trustRootsPEM {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
        }
        return try NIOSSLContext(configuration: tls)
    }
}

/// Reads the status of an answer that is no upgrade, and hangs up.
private final class StatusReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private var promise: EventLoopPromise<Int>?

    init(_ promise: EventLoopPromise<Int>) { self.promise = promise }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        promise?.succeed(Int(head.status.code))
        promise = nil
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise?.fail(ChannelError.eof)
        promise = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise?.fail(error)
        promise = nil
        context.close(promise: nil)
    }
}
