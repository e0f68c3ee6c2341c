import LiveProtocol
public import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Listens, accepts, relays, and stops.
///
/// ```
/// accept ─▶ PlainOrTLS ─▶ ClientHandler ─▶ Exchange ─▶ UpstreamHandler     HTTP: one request at a time
///                              └───────── 101 ───────────────┘
///                          RelayHandler ◀──── bytes ────▶ RelayHandler     WebSocket
///                                └──────▶ CallRecorder ◀──────┘ ─▶ Tap
/// ```
///
/// Everything of one connection happens on one event loop.
public final class ProxyServer: Sendable {
    private let environment: ProxyEnvironment
    private let group: MultiThreadedEventLoopGroup
    private let listeners = NIOLockedValueBox<[any Channel]>([])

    /// Throws `CertificateAuthorityError` when a certificate cannot be used. Raises the process' limit of open files.
    public init(
        configuration: ProxyConfiguration, certificates: CertificateAuthority, tap: Tap, clock: RecordingClock,
        logger: Logger
    ) throws {
        // The rest is for the database, logs, the terminal and libraries.
        let limit = configuration.limits.connectionCount ?? max(16, FileLimit.raise() - 128) * 8 / 9
        environment = try ProxyEnvironment(
            configuration: configuration, certificates: certificates, tap: tap, clock: clock, logger: logger,
            connectionLimit: limit)
        group = MultiThreadedEventLoopGroup(
            numberOfThreads: configuration.eventLoopCount ?? max(1, min(4, System.coreCount / 2)))
    }

    /// Binds every address and starts to accept. Throws `ProxyStartError`.
    public func start() async throws -> ProxyAddresses {
        let bound = try await Listener(environment: environment, group: group).bind()
        listeners.withLockedValue { $0 = bound.channels }
        return bound.addresses
    }

    /// Stops accepting, ends what is under way and returns when all of it has ended or `limit` has passed.
    ///
    /// Calls are closed with 1001 towards the client, whose answer goes upstream; HTTP requests may finish. What is
    /// left at the end is reset.
    public func shutdown(within limit: Duration) async {
        for listener in listeners.withLockedValue({ $0 }) { listener.close(promise: nil) }
        let channels = environment.registry.stop()
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ShutdownEvent(isFinal: false)) }
        let eventLoop = group.next()
        let ended = EventLoopFuture.andAllComplete(channels.map(\.closeFuture), on: eventLoop)
        let deadline = eventLoop.scheduleTask(in: TimeAmount(limit * 3 / 4)) {
            for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ShutdownEvent(isFinal: true)) }
        }
        // Neither can fail in a way that anybody could do something about: the process is about to end.
        try? await ended.get()
        deadline.cancel()
        try? await group.shutdownGracefully()
    }

    public var gauges: ProxyGauges {
        let counts = environment.registry.counts
        return ProxyGauges(
            openConnections: counts.clients, openCalls: counts.calls, refusedConnections: counts.refused,
            overhead: environment.overhead.snapshot)
    }
}

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

/// Why the proxy does not listen.
public enum ProxyStartError: Error, Hashable, Sendable, CustomStringConvertible {
    case portInUse(host: String, port: Int)
    case cannotListen(host: String, port: Int, why: String)

    public var description: String {
        switch self {
        case .portInUse(let host, let port): "port \(port) on \(host) is in use"
        case .cannotListen(let host, let port, let why): "cannot listen on \(host), port \(port): \(why)"
        }
    }
}
