import LiveProtocol
import Logging
import NIOConcurrencyHelpers
import NIOSSL

/// What every connection of one proxy needs and none of them owns.
final class ProxyEnvironment: Sendable {
    let configuration: ProxyConfiguration
    let policy: OriginPolicy
    /// Nil while capture is off.
    let tap: Tap?
    let clock: RecordingClock
    let logger: Logger
    let serverTLS: NIOSSLContext
    let connector: UpstreamConnector
    let registry: ConnectionRegistry
    let overhead = OverheadMeter()
    private let nextComplaint = NIOLockedValueBox(Timestamp(nanoseconds: 0))

    init(
        configuration: ProxyConfiguration, certificates: CertificateAuthority, tap: Tap, clock: RecordingClock,
        logger: Logger, connectionLimit: Int
    ) throws {
        self.configuration = configuration
        self.tap = configuration.isCaptureOn ? tap : nil
        self.clock = clock
        self.logger = logger
        policy = OriginPolicy(configuration)
        serverTLS = try certificates.makeServerContext()
        connector = UpstreamConnector(
            outboundProxy: configuration.outboundProxy,
            tls: try CertificateAuthority.makeUpstreamContext(additionalRootsFile: configuration.upstreamCAFile),
            limits: configuration.limits, clock: clock)
        registry = ConnectionRegistry(limit: connectionLimit)
    }

    /// Where a request goes: the configured upstream for all, else Google's by the kind of its route.
    func upstream(for route: Route) -> Upstream {
        if let upstream = configuration.upstream { return upstream }
        // HTTP calls to Vertex name a project or a publisher behind the version (`live-protocol.md` §2.5).
        let isVertex =
            route.endpoint.surface == .vertex
            || route.forwardedTarget.split(separator: "/").dropFirst().first.map {
                $0 == "projects" || $0 == "publishers"
            }
                ?? false
        return .google(vertexLocation: isVertex ? configuration.vertexLocation : nil)
    }

    /// Says at most once in ten seconds that there is no room: a flood of connections is no reason to flood the log.
    func complainOfNoRoom() {
        let now = clock.now()
        let isDue = nextComplaint.withLockedValue { next in
            guard now >= next else { return false }
            next = now + .seconds(10)
            return true
        }
        guard isDue else { return }
        logger.warning(
            "connections are refused: the file limit allows no more; calls that run are unharmed",
            metadata: ["limit": "\(registry.limit)"])
    }
}
