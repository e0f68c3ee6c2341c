public import Logging

/// The port a started proxy listens on and the addresses it is bound to.
public struct ProxyAddresses: Hashable, Sendable {
    public var port: Int
    public var hosts: [String]
}

/// What the proxy is doing right now.
public struct ProxyGauges: Hashable, Sendable {
    /// Client connections, whatever they carry.
    public var openConnections = 0
    /// WebSocket calls being relayed.
    public var openCalls = 0
    /// Connections refused because of the file limit.
    public var refusedConnections: Int64 = 0
    /// From the return of the read to the return of the write that passed its bytes on.
    public var overhead = LatencyHistogram()
}

/// Listens, accepts, relays, and stops.
public final class ProxyServer: Sendable {
    public init(
        configuration: ProxyConfiguration, certificates: CertificateAuthority, tap: Tap, clock: RecordingClock,
        logger: Logger
    ) throws {
    }

    /// Binds every address that it can and starts to accept. Without IPv6, IPv4 only.
    public func start() async throws -> ProxyAddresses { ProxyAddresses(port: 0, hosts: []) }

    /// Stops accepting, closes calls with 1001 towards the client, and returns when all have ended or `limit` has
    /// passed, whichever is first.
    public func shutdown(within limit: Duration) async {}

    public var gauges: ProxyGauges { ProxyGauges() }
}
