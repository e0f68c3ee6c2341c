import Foundation
import LiveProtocol
import Logging
import NIOConcurrencyHelpers
import Proxy
import TestSupport

/// A real proxy on a free port in front of `upstream`, and everything its tap gave out.
final class RunningProxy: Sendable {
    let port: Int
    let server: ProxyServer
    let tap: Tap
    let folder: TemporaryFolder
    let certificates: CertificateAuthority
    private let collected = NIOLockedValueBox<[Tap.Item]>([])

    /// The certificate that vouches for Live hosts, where clients may ask for tunnels.
    var liveCertificateFile: String { folder.file("live/ca.pem") }

    /// - Parameters:
    ///   - drains: whether somebody takes batches from the tap.
    ///   - rules: makes it a forward proxy.
    init(
        upstream: String, tap: Tap = Tap(), drains: Bool = true, rules: TunnelRules? = nil,
        _ configure: (inout ProxyConfiguration) throws -> Void = { _ in }
    ) async throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        certificates = try CertificateAuthority.load(folder: folder.path)
        var configuration = ProxyConfiguration()
        configuration.port = 0
        configuration.upstream = try Upstream(url: upstream)
        try configure(&configuration)
        configuration.allowsConnect = rules != nil
        let live = try rules.map { rules in
            try FileManager.default.createDirectory(
                atPath: folder.file("live"), withIntermediateDirectories: true)
            return try CertificateAuthority.loadLive(folder: folder.file("live"), hosts: rules.liveHosts)
        }
        self.tap = tap
        server = try ProxyServer(
            configuration: configuration, certificates: certificates, liveCertificates: live, tap: tap,
            clock: RecordingClock(), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            rules: rules)
        port = try await server.start().port
        guard drains else { return }
        let thread = Thread { [collected] in
            while let batch = tap.nextBatch(within: .seconds(1)) { collected.withLockedValue { $0 += batch } }
        }
        thread.start()
    }

    func stop() async {
        await server.shutdown(within: .seconds(2))
        tap.close()
    }

    var items: [Tap.Item] { collected.withLockedValue { $0 } }

    var events: [WireEvent] {
        items.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    var exchanges: [HTTPExchange] {
        items.compactMap { if case .exchange(let exchange) = $0 { exchange } else { nil } }
    }

    var frames: [(direction: Direction, frame: Frame)] {
        events.compactMap {
            if case .frame(let direction, let frame) = $0.kind { (direction, frame.unmasked()) } else { nil }
        }
    }

    var closures: [Closure] { events.compactMap { if case .closed(let closure) = $0.kind { closure } else { nil } } }

    /// Waits until `condition` holds, ten seconds at most.
    func wait(until condition: (RunningProxy) -> Bool) throws {
        for _ in 0..<2000 {
            if condition(self) { return }
            usleep(5000)
        }
        throw SocketError("what the test waits for did not happen; items: \(items.count)", errno: 0)
    }
}

/// Runs `body`, which blocks, on a thread of its own: the pool of tasks must not be kept waiting.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Swift.Result(catching: body)) }
        thread.start()
    }
}

/// A proxy between two raw sockets, for the time of `body`.
func withProxy(
    tap: Tap = Tap(), drains: Bool = true, _ configure: (inout ProxyConfiguration) throws -> Void = { _ in },
    _ body: @escaping @Sendable (RunningProxy, ListeningSocket) throws -> Void
) async throws {
    let upstream = try ListeningSocket()
    let proxy = try await RunningProxy(
        upstream: "http://127.0.0.1:\(upstream.port)", tap: tap, drains: drains, configure)
    do {
        try await onThread { try body(proxy, upstream) }
    } catch {
        await proxy.stop()
        throw error
    }
    await proxy.stop()
}

extension RunningProxy {
    static let upgradeRequest = """
        GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r\n
        """
    static let upgradeResponse = """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r\n
        """

    /// A call through the proxy, both ends in hand, the handshake done.
    func call(_ upstream: ListeningSocket, receiveBuffer: Int32? = nil) throws -> (client: Socket, server: Socket) {
        let client = try Socket.connect(port: port, receiveBuffer: receiveBuffer)
        try client.write(Self.upgradeRequest)
        let server = try upstream.accept()
        _ = try server.readHead()
        try server.write(Self.upgradeResponse)
        _ = try client.readHead()
        return (client, server)
    }
}
