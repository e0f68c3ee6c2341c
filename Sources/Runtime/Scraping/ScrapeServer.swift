import Glibc
import LiveProtocol
import NIOCore
import NIOHTTP1
import NIOPosix
import Proxy

/// The port for Prometheus and probes: `--metrics-listen`. It shares no thread with the calls.
final class ScrapeServer: Sendable {
    private let channel: any Channel
    /// Where it listens, such as `http://127.0.0.1:9464`.
    let url: String

    /// Scrapers keep a connection each; more than these are closed.
    static let connectionLimit = 64

    /// Listens where the settings say; nil where they name no place.
    ///
    /// - Parameter proxy: ends again where the metrics cannot be served: somebody relies on them.
    static func start(
        _ settings: ProxySettings, _ source: ScrapeSource, in proxy: ProxyServer
    ) async throws -> ScrapeServer? {
        guard let address = settings.metrics else { return nil }
        do {
            return try await ScrapeServer(on: address, access: settings.access, source)
        } catch {
            await proxy.shutdown(within: .milliseconds(100))
            throw error
        }
    }

    /// - Parameters:
    ///   - access: who may ask: a web page must not read what runs here.
    ///   - source: gives what there is to tell when somebody asks.
    /// - Throws: `UserError` where it cannot listen.
    init(
        on address: ScrapeAddress, access: AccessPolicy, _ source: ScrapeSource
    ) async throws {
        let open = OpenScrapes()
        do {
            channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(AcceptPause {})
                    }
                }
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard open.add(channel, limit: Self.connectionLimit) else { throw ChannelError.eof }
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(120)))
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(ScrapeHandler(access: access, source))
                    }
                }
                .bind(host: address.host, port: Int(address.port)).get()
        } catch {
            let why = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw UserError(
                .unavailable, what: "cannot serve metrics on \(address.host), port \(address.port)", why: why,
                remedy: "name another place with --metrics-listen, such as 127.0.0.1:0 for a free port")
        }
        let port = channel.localAddress?.port ?? Int(address.port)
        url = "http://" + (address.host.contains(":") ? "[\(address.host)]" : address.host) + ":\(port)"
    }

    func close() async {
        // It may be closed already, and the process is ending.
        try? await channel.close()
    }
}

/// Answers the requests of one connection, one after the other.
private final class ScrapeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let access: AccessPolicy
    private let source: ScrapeSource
    private var head: HTTPRequestHead?

    init(access: AccessPolicy, _ source: ScrapeSource) {
        self.access = access
        self.source = source
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let claims = AccessPolicy.Claims(headers: head.headers, mayOmitHost: head.version == .http1_0)
        if let objection = access.objection(to: claims) { return write(ScrapePage(objection), head, context) }
        guard head.method == .GET || head.method == .HEAD else {
            return write(.methodNotAllowed, head, context)
        }
        let path = head.uri.prefix { $0 != "?" }
        let accept = head.headers["accept"]
        let source = source
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.makeFutureWithTask { await source.page(path, accept: accept) }.whenSuccess { page in
            let (handler, context) = bound.value
            guard context.channel.isActive else { return }
            handler.write(page, head, context)
        }
    }

    private func write(_ page: ScrapePage, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders([
            ("Content-Type", page.contentType), ("Content-Length", String(page.body.utf8.count)),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
        ])
        if !head.isKeepAlive { headers.add(name: "Connection", value: "close") }
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: page.status, headers: headers))),
            promise: nil)
        if head.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: page.body)))), promise: nil)
        }
        let done = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard !head.isKeepAlive else { return }
        done.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
