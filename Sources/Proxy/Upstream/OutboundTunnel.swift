import NIOCore

/// Asks the proxy on the way for a connection to the upstream, as its kind wants to be asked.
enum OutboundTunnel {
    static func open(
        to upstream: Upstream, through proxy: OutboundProxy, on channel: any Channel,
        _ limits: ProxyConfiguration.Limits
    ) -> EventLoopFuture<Void> {
        switch proxy.kind {
        case .http: ConnectHandler.openTunnel(to: upstream, through: proxy, on: channel, limits)
        case .socks5: SOCKSHandler.openTunnel(to: upstream, through: proxy, on: channel, limits)
        }
    }
}
