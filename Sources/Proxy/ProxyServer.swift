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
    let environment: ProxyEnvironment
    private let group: MultiThreadedEventLoopGroup
    private let listeners = NIOLockedValueBox<[any Channel]>([])

    /// - Parameters:
    ///   - liveCertificates: for Live hosts, where clients may ask for tunnels.
    ///   - rules: which those are; by default those of the service.
    ///
    /// Throws `CertificateAuthorityError` when a certificate cannot be used. Raises the process' limit of open files.
    public init(
        configuration: ProxyConfiguration, certificates: CertificateAuthority,
        liveCertificates: CertificateAuthority? = nil, tap: Tap, clock: RecordingClock, logger: Logger,
        rules: TunnelRules? = nil
    ) throws {
        let limit = configuration.limits.connectionCount ?? FileLimit.socketCount(files: FileLimit.raise())
        environment = try ProxyEnvironment(
            configuration: configuration, certificates: certificates, tap: tap, clock: clock, logger: logger,
            connectionLimit: limit, liveCertificates: configuration.allowsConnect ? liveCertificates : nil,
            rules: rules)
        group = MultiThreadedEventLoopGroup(numberOfThreads: Self.eventLoopCount)
    }

    /// Half of the processors are left to what is behind the tap. One loop is enough for several hundred real-time calls; two on
    /// two processors were measured and not kept (`docs/measurements/2026-11-30.md`).
    private static let eventLoopCount = max(1, min(4, System.coreCount / 2))

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
        // Its own loop: ours may be too busy with ending things to notice that the time is over.
        let timekeeper = MultiThreadedEventLoopGroup.singleton.next()
        let ended = timekeeper.makePromise(of: Bool.self)
        let final = timekeeper.scheduleTask(in: TimeAmount(limit * 3 / 4)) {
            for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ShutdownEvent(isFinal: true)) }
        }
        let deadline = timekeeper.scheduleTask(in: TimeAmount(limit)) { ended.succeed(false) }
        EventLoopFuture.andAllComplete(channels.map(\.closeFuture), on: timekeeper).whenComplete { _ in
            ended.succeed(true)
        }
        // The promise never fails. Threads that still have something to end must not hold up the end of the process.
        let isIdle = (try? await ended.futureResult.get()) ?? false
        final.cancel()
        deadline.cancel()
        if isIdle { try? await group.shutdownGracefully() } else { group.shutdownGracefully { _ in } }
    }

    // MARK: Faults

    /// Asks for faults (`docs/faults.md`). Returns how many calls that run are concerned. Throws `FaultError`.
    public func order(_ faults: [Fault], for target: FaultTarget) async throws -> Int {
        try await environment.faults.order(faults, for: target)
    }

    /// Ends all faults, also those that still wait for a call.
    public func stopFaults() { environment.faults.stop() }

    /// Ends one fault by its number. False where none that can be ended has it.
    public func stopFault(_ number: Int) -> Bool { environment.faults.stop(number) }

    /// What was asked for and waits for calls.
    public var faultOrders: [FaultPlan.Order] { environment.faults.orders }

    /// What is being done to calls that run.
    public var faultStates: [FaultState] { environment.faults.states }

    public var gauges: ProxyGauges {
        let counts = environment.registry.counts
        let refusals = environment.refusals.snapshot
        let tunnels = environment.tunnels.snapshot
        return ProxyGauges(
            openConnections: counts.clients, openCalls: counts.calls, refusedConnections: counts.refused,
            refusedCertificates: refusals.count,
            sinceRefusedCertificate: refusals.last.map { environment.clock.now() - $0 },
            openedTunnels: tunnels.opened, passedTunnels: tunnels.passed, refusedTunnels: tunnels.refused,
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
    /// TLS handshakes that a client ended because it does not trust our certificate.
    public var refusedCertificates: Int64 = 0
    /// How long ago the last of them was; nil when there was none.
    public var sinceRefusedCertificate: Duration?
    /// Tunnels to Live hosts, to others, and refused ones, since the start.
    public var openedTunnels: Int64 = 0
    public var passedTunnels: Int64 = 0
    public var refusedTunnels: Int64 = 0
    /// From the return of the read to the return of the write that passed its bytes on.
    public var overhead = LatencyHistogram()
}

/// Why the proxy does not listen.
public enum ProxyStartError: Error, Hashable, Sendable, CustomStringConvertible {
    case portInUse(host: String, port: Int)
    case cannotListen(host: String, port: Int, why: String)
    /// Requests would go round in circles.
    case upstreamIsSelf(port: Int)
    /// Keys and calls would cross a network in plain text.
    case insecureUpstream(origin: String)

    public var description: String {
        switch self {
        case .portInUse(let host, let port): "port \(port) on \(host) is in use"
        case .cannotListen(let host, let port, let why): "cannot listen on \(host), port \(port): \(why)"
        case .upstreamIsSelf(let port): "the upstream is port \(port) on this machine, which is livetop itself"
        case .insecureUpstream(let origin): "\(origin) is beyond this machine, and reached without TLS"
        }
    }
}
