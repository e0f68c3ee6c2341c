import LiveProtocol
import NIOCore

/// A CONNECT request until there is a tunnel, or none.
final class Tunnel {
    private let head: RequestHead
    private let client: ClientHandler
    private let rules: TunnelRules
    private let environment: ProxyEnvironment
    private var isOver = false

    init(_ head: RequestHead, client: ClientHandler, rules: TunnelRules) {
        (self.head, self.client, self.rules) = (head, client, rules)
        environment = client.environment
    }

    func begin() {
        do throws(Problem) {
            let target = try checkedTarget()
            switch try rules.way(to: target) {
            case .open:
                environment.tunnels.noteOpened()
                try open(target)
            case .pass: pass(target)
            }
        } catch {
            refuse(error)
        }
    }

    /// The target of a request that is no page's, and has no body in which another could hide.
    private func checkedTarget() throws(Problem) -> TunnelTarget {
        guard let target = TunnelTarget(head.target) else {
            throw Problem(
                status: 400, what: "livetop opens no tunnel", why: "the target is not host:port",
                cure: "CONNECT host:443")
        }
        let length: BodyLength
        do { length = try head.bodyLength() } catch { throw Problem(error) }
        guard length == .none else {
            throw Problem(
                status: 400, what: "livetop opens no tunnel", why: "the request has a body",
                cure: "Send CONNECT without a body")
        }
        let policy = AccessPolicy(
            allowedHosts: [target.host, target.host + "."], allowedOrigins: environment.configuration.allowedOrigins)
        let claims = AccessPolicy.Claims(
            hosts: head.fields.values(of: "host"), origins: head.fields.values(of: "origin"),
            fetchSites: head.fields.values(of: "sec-fetch-site"), mayOmitHost: true)
        if let objection = policy.objection(to: claims) { throw Problem(objection) }
        return target
    }

    private func open(_ target: TunnelTarget) throws(Problem) {
        isOver = true
        do { try client.open(target.host) } catch { client.close() }
    }

    private func pass(_ target: TunnelTarget) {
        guard environment.registry.reserveUpstream(), let eventLoop = client.context?.eventLoop else {
            environment.complainOfNoRoom()
            return refuse(.noRoom)
        }
        let connector = TunnelConnector(
            rules: rules, outboundProxy: environment.configuration.outboundProxy,
            limits: environment.configuration.limits, clock: environment.clock)
        connector.connect(to: target, on: eventLoop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel):
                self.environment.registry.add(upstream: channel)
                self.connected(channel)
            case .failure(let error):
                self.environment.registry.releaseUpstream()
                let upstream = Upstream(isTLS: true, host: target.host, port: target.port)
                self.refuse(Problem(connectingTo: upstream, through: nil, error))
            }
        }
    }

    private func connected(_ channel: any Channel) {
        guard !isOver else { return channel.close(promise: nil) }
        isOver = true
        environment.tunnels.notePassed()
        do { try client.splice(with: channel) } catch {
            channel.close(promise: nil)
            client.close()
        }
    }

    func clientIsGone() { isOver = true }

    private func refuse(_ problem: Problem) {
        guard !isOver else { return }
        isOver = true
        environment.tunnels.noteRefused()
        client.refuse(problem, to: head.method)
    }
}
