import LiveProtocol
import NIOCore
import NIOPosix
import NIOSSL

/// An open connection to the upstream, TLS done, and how long each step took.
struct UpstreamConnection: Sendable {
    var channel: any Channel
    var timings: ConnectTimings
}

/// Opens connections to the upstream: name, TCP, a proxy on the way if there is one, TLS.
struct UpstreamConnector: Sendable {
    /// On the usual way.
    let outboundProxy: OutboundProxy?
    let tls: NIOSSLContext
    let limits: ProxyConfiguration.Limits
    let clock: RecordingClock

    /// Fails with a `Problem`. The channel has no handlers but TLS; it does not read until somebody asks.
    func connect(
        to upstream: Upstream, _ way: UpstreamRule.Way = .usual, on eventLoop: any EventLoop
    ) -> EventLoopFuture<UpstreamConnection> {
        let proxy = proxy(to: upstream, way)
        let host = proxy?.host ?? upstream.host
        let port = proxy?.port ?? upstream.port
        let startedAt = clock.now()
        let resolver = TimedResolver(host: host, port: port, on: eventLoop, clock: clock)
        return Self.bootstrap(on: eventLoop, limits).resolver(resolver).connect(host: host, port: port)
            .flatMap { channel in
                let timings = ConnectTimings(
                    dns: resolver.duration,
                    connect: (clock.now() - startedAt) - (resolver.duration ?? .zero))
                return secure(UpstreamConnection(channel: channel, timings: timings), upstream, through: proxy)
            }
            .flatMapErrorThrowing { error in throw Problem(connectingTo: upstream, through: proxy, error) }
    }

    private func proxy(to upstream: Upstream, _ way: UpstreamRule.Way) -> OutboundProxy? {
        switch way {
        case .usual: outboundProxy.flatMap { $0.applies(to: upstream) ? $0 : nil }
        case .direct: nil
        case .through(let proxy): proxy
        }
    }

    /// Of every connection that livetop makes on behalf of a client.
    static func bootstrap(on eventLoop: any EventLoop, _ limits: ProxyConfiguration.Limits) -> ClientBootstrap {
        ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(limits.connectTimeout))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: .relay)
            .channelOption(.recvAllocator, value: .relay)
            .channelOption(.autoRead, value: false)
    }

    private func secure(
        _ connection: UpstreamConnection, _ upstream: Upstream, through proxy: OutboundProxy?
    ) -> EventLoopFuture<UpstreamConnection> {
        let channel = connection.channel
        let tunnelled =
            proxy.map { OutboundTunnel.open(to: upstream, through: $0, on: channel, limits) }
            ?? channel.eventLoop.makeSucceededVoidFuture()
        return tunnelled.flatMap {
            guard upstream.isTLS else { return channel.eventLoop.makeSucceededFuture(connection) }
            let startedAt = clock.now()
            return HandshakeHandler.handshake(on: channel, tls, host: upstream.host, limits).map {
                var connection = connection
                connection.timings.tls = clock.now() - startedAt
                return connection
            }
        }
    }
}

extension ChannelOptions.Types.WriteBufferWaterMark {
    /// How many bytes wait for a slow reader before reading from the other leg stops: two reads' worth.
    static let relay = ChannelOptions.Types.WriteBufferWaterMark(low: 64 << 10, high: 256 << 10)
}

extension RecvByteBufferAllocator where Self == AdaptiveRecvByteBufferAllocator {
    /// Grows with the traffic. A connection keeps the buffer of its first read, and thousands may be idle: it begins with
    /// what a message of a call takes.
    static var relay: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 4096, maximum: 128 << 10)
    }
}

extension Problem {
    /// The upstream could not be reached; `error` says why, in NIO's terms.
    init(connectingTo upstream: Upstream, through proxy: OutboundProxy?, _ error: any Error) {
        if let problem = error as? Problem {
            self = problem
            return
        }
        let explanation = ConnectFailure(error)
        let way = proxy.map { " through the proxy \($0.host):\($0.port)" } ?? ""
        self.init(
            status: explanation.isTimeout ? 504 : 502, what: "livetop cannot reach \(upstream.origin)\(way)",
            why: explanation.why, cure: explanation.cure)
    }
}
