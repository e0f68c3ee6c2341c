import LiveProtocol
import Logging
import Proxy
import TestSupport
import Testing

/// Start, stop and gauges.
@Suite struct ProxyServerTests {
    private func makeServer(port: Int, hosts: [String] = ["127.0.0.1"], upstream: Upstream? = nil) throws -> ProxyServer
    {
        let folder = try TemporaryFolder()
        var configuration = ProxyConfiguration()
        configuration.port = port
        configuration.listenHosts = hosts
        configuration.upstream = upstream
        return try ProxyServer(
            configuration: configuration, certificates: try CertificateAuthority.load(folder: folder.path), tap: Tap(),
            clock: RecordingClock(), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test func `a port in use is an error that names it`() async throws {
        let taken = try ListeningSocket()
        let server = try makeServer(port: taken.port)
        let error = await #expect(throws: ProxyStartError.self) { try await server.start() }
        #expect(error == .portInUse(host: "127.0.0.1", port: taken.port))
        await server.shutdown(within: .seconds(1))
    }

    @Test func `an upstream that is livetop itself is noticed`() async throws {
        let port = try ListeningSocket().port
        let server = try makeServer(port: port, upstream: Upstream(isTLS: false, host: "localhost", port: port))
        let error = await #expect(throws: ProxyStartError.self) { try await server.start() }
        #expect(error == .upstreamIsSelf(port: port))
        await server.shutdown(within: .seconds(1))
    }

    @Test func `an address that is not of this machine is an error that says so`() async throws {
        let server = try makeServer(port: 0, hosts: ["192.0.2.1"])
        let error = await #expect(throws: ProxyStartError.self) { try await server.start() }
        #expect(error?.description.contains("192.0.2.1") == true)
        await server.shutdown(within: .seconds(1))
    }

    @Test func `port 0 is one port for all addresses`() async throws {
        let server = try makeServer(port: 0, hosts: ["127.0.0.1", "::1"])
        let addresses = try await server.start()
        #expect(addresses.port > 0)
        #expect(addresses.hosts.first == "127.0.0.1")
        let port = addresses.port
        try await onThread { _ = try Socket.connect(port: port) }
        await server.shutdown(within: .seconds(1))
    }

    @Test func `a call that does not answer the goodbye does not hold up the end`() async throws {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        let (client, server) = try await onThread { try proxy.call(upstream) }
        await proxy.server.shutdown(within: .milliseconds(200))
        try await onThread {
            _ = try client.read(exactly: 2)
            #expect(throws: SocketError.self) { while try !client.read().isEmpty {} }
            // Reset or not: it has ended.
            _ = try? server.readToEnd()
        }
        proxy.tap.close()
    }

    @Test func `a call that is closing already gets no second close frame`() async throws {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        let (client, server) = try await onThread {
            let ends = try proxy.call(upstream)
            try ends.server.write([0x88, 0x02, 0x03, 0xE8])
            _ = try ends.client.read(exactly: 4)
            try proxy.wait { $0.frames.count == 1 }
            return ends
        }
        async let stopped: Void = proxy.stop()
        try await onThread {
            server.endOutput()
            client.endOutput()
            let rest = try client.readToEnd()
            #expect(rest.isEmpty)
        }
        await stopped
        try await onThread { try proxy.wait { !$0.closures.isEmpty } }
        #expect(proxy.closures.map(\.by) == [.server])
    }

    @Test func `with capture off bytes pass and nothing is seen`() async throws {
        try await withProxy({ $0.isCaptureOn = false }) { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try client.write([0x81, 0x80, 0, 0, 0, 0])
            #expect(try server.read(exactly: 6) == [0x81, 0x80, 0, 0, 0, 0])
            #expect(proxy.server.gauges.openCalls == 1)
            #expect(proxy.tap.counters.taken == 0)
            withExtendedLifetime(client) {}
        }
    }

    @Test func `gauges count calls and measure the way through`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try client.write([0x81, 0x80, 0, 0, 0, 0])
            _ = try server.read(exactly: 6)
            #expect(proxy.server.gauges.openConnections == 1 && proxy.server.gauges.openCalls == 1)
            try proxy.wait { $0.server.gauges.overhead.count > 0 }
            client.reset()
            try proxy.wait { $0.server.gauges.openCalls == 0 && $0.server.gauges.openConnections == 0 }
        }
    }
}
