import LiveProtocol
import Logging
import NIOConcurrencyHelpers
import NIOSSL

/// What every connection of one proxy needs and none of them owns.
final class ProxyEnvironment: Sendable {
    let configuration: ProxyConfiguration
    let policy: AccessPolicy
    /// Nil while capture is off.
    let tap: Tap?
    let clock: RecordingClock
    let logger: Logger
    let serverTLS: NIOSSLContext
    /// How tunnels are served; nil where livetop is no forward proxy.
    let tunnelling: Tunnelling?
    let tunnels = TunnelCounts()
    let connector: UpstreamConnector
    let registry: ConnectionRegistry
    let overhead = OverheadMeter()
    let faults: FaultBook
    let refusals = CertificateRefusals()
    /// What a forward proxy needs besides.
    struct Tunnelling: Sendable {
        var rules: TunnelRules
        /// With the certificate for Live hosts.
        var tls: NIOSSLContext
    }

    private let noRoom = Complaint()
    private let noDescriptors = Complaint()
    private let untrusted = Complaint()

    init(
        configuration: ProxyConfiguration, certificates: CertificateAuthority, tap: Tap, clock: RecordingClock,
        logger: Logger, connectionLimit: Int, liveCertificates: CertificateAuthority?, rules: TunnelRules?
    ) throws {
        self.configuration = configuration
        self.tap = configuration.isCaptureOn ? tap : nil
        self.clock = clock
        self.logger = logger
        policy = AccessPolicy(
            allowedHosts: configuration.allowedHosts + configuration.listenHosts,
            allowedOrigins: configuration.allowedOrigins)
        serverTLS = try certificates.makeServerContext()
        tunnelling = try liveCertificates.map { authority in
            Tunnelling(
                rules: rules ?? TunnelRules(vertexLocation: configuration.vertexLocation),
                tls: try authority.makeServerContext())
        }
        connector = UpstreamConnector(
            outboundProxy: configuration.outboundProxy,
            tls: try CertificateAuthority.makeUpstreamContext(additionalRootsFile: configuration.upstreamCAFile),
            limits: configuration.limits, clock: clock)
        registry = ConnectionRegistry(limit: connectionLimit)
        faults = FaultBook(configuration.faults, isCaptureOn: configuration.isCaptureOn)
    }

    /// Where a request goes: as a rule says, else to the configured upstream for all, else Google's by the kind of its route.
    ///
    /// - Parameter tunnel: the Live host that the client asked for by CONNECT.
    func upstream(for route: Route, rule: UpstreamRule?, tunnel: String?) -> Upstream {
        if let rule { return rule.upstream }
        if let upstream = configuration.upstream { return upstream }
        if let tunnel { return Upstream(isTLS: true, host: tunnel) }
        // HTTP calls to Vertex name a project or a publisher behind the version
        // (`docs/protocol.md#reaching-the-service`).
        let isVertex =
            route.endpoint.surface == .vertex
            || route.forwardedTarget.split(separator: "/").dropFirst().first.map {
                $0 == "projects" || $0 == "publishers"
            }
                ?? false
        return .google(vertexLocation: isVertex ? configuration.vertexLocation : nil)
    }

    /// Who may use the proxy; through a tunnel under the name of its host.
    func policy(tunnel: String?) -> AccessPolicy {
        guard let tunnel else { return policy }
        return AccessPolicy(allowedHosts: [tunnel], allowedOrigins: configuration.allowedOrigins)
    }

    /// A flood of connections is no reason to flood the log.
    func complainOfNoRoom() {
        noRoom.make(at: clock.now()) {
            logger.warning(
                "connections are refused: the file limit allows no more; calls that run are unharmed",
                metadata: ["limit": "\(registry.limit)"])
        }
    }

    func complainOfNoDescriptors() {
        noDescriptors.make(at: clock.now()) {
            logger.warning(
                """
                no descriptors are left: new connections wait until some are closed; calls that run are unharmed. \
                Raise the limit: ulimit -n
                """)
        }
    }

    /// A client ended the TLS handshake with `error`, perhaps after an alert in clear: counts it where it refused our
    /// certificate.
    func note(handshakeFailure error: any Error, alert: UInt8?) {
        let failure = alert.flatMap(TLSFailure.init(alert:)) ?? TLSFailure(error)
        if failure.isRefusedCertificate { refusals.note(at: clock.now()) }
        untrusted.make(at: clock.now()) {
            logger.notice(
                failure.isRefusedCertificate
                    ? """
                    a client refused livetop's certificate (\(failure.words)): start it with `livetop run -- CMD`, or in \
                    a shell after `eval "$(livetop env)"`; `livetop ca path` names the certificate to trust
                    """
                    : "a client ended the TLS handshake: \(PlainWords.of(error))")
        }
    }
}
