import LiveProtocol
import NIOCore
import NIOPosix

/// Connects to a host that is passed through. Its addresses are looked up once, judged, and then dialled as they are: a
/// name cannot become another address between the two.
struct TunnelConnector: Sendable {
    let rules: TunnelRules
    let outboundProxy: OutboundProxy?
    let limits: ProxyConfiguration.Limits
    let clock: RecordingClock

    /// Fails with a `Problem`.
    func connect(to target: TunnelTarget, on eventLoop: any EventLoop) -> EventLoopFuture<any Channel> {
        let upstream = Upstream(isTLS: true, host: target.host, port: target.port)
        let proxy = outboundProxy.flatMap { $0.applies(to: upstream) ? $0 : nil }
        return addresses(of: target, on: eventLoop).flatMapThrowing { addresses in
            guard addresses.allSatisfy(rules.isPublic), !LoopbackName.matches(target.host) else {
                throw Problem.refusedTunnel(to: target, "its address is of this machine or of a private network")
            }
            return addresses
        }.flatMap { addresses in
            if let proxy { return dial(proxy, to: upstream, on: eventLoop) }
            return dial(addresses[...], of: upstream, on: eventLoop)
        }.flatMapErrorThrowing { error in throw Problem(connectingTo: upstream, through: proxy, error) }
    }

    /// None where nobody here knows the name: a proxy on the way may.
    private func addresses(of target: TunnelTarget, on eventLoop: any EventLoop) -> EventLoopFuture<[SocketAddress]> {
        if let resolve = rules.resolve { return eventLoop.makeSucceededFuture(resolve(target.host)) }
        let resolver = TimedResolver(host: target.host, port: target.port, on: eventLoop, clock: clock)
        let all = resolver.initiateAQuery(host: target.host, port: target.port).and(
            resolver.initiateAAAAQuery(host: target.host, port: target.port))
        return all.map { $0 + $1 }.flatMapErrorThrowing { error in
            guard outboundProxy != nil else { throw error }
            return []
        }
    }

    private func dial(
        _ addresses: ArraySlice<SocketAddress>, of upstream: Upstream, on eventLoop: any EventLoop
    ) -> EventLoopFuture<any Channel> {
        guard let first = addresses.first else {
            return eventLoop.makeFailedFuture(NameLookupError(message: "it has no address"))
        }
        return UpstreamConnector.bootstrap(on: eventLoop, limits).connect(to: first).flatMapError { error in
            addresses.count > 1
                ? dial(addresses.dropFirst(), of: upstream, on: eventLoop) : eventLoop.makeFailedFuture(error)
        }
    }

    private func dial(
        _ proxy: OutboundProxy, to upstream: Upstream, on eventLoop: any EventLoop
    ) -> EventLoopFuture<any Channel> {
        let resolver = TimedResolver(host: proxy.host, port: proxy.port, on: eventLoop, clock: clock)
        return UpstreamConnector.bootstrap(on: eventLoop, limits).resolver(resolver).connect(
            host: proxy.host, port: proxy.port
        ).flatMap { channel in
            OutboundTunnel.open(to: upstream, through: proxy, on: channel, limits).map { channel }
        }
    }
}
