import LiveProtocol
import NIOCore
import TestSupport
import Testing

@testable import Proxy

/// livetop as a forward proxy. No name is looked up and nothing beyond loopback is dialled: the rules of these tests say
/// which addresses names have.
@Suite struct TunnelTests {
    /// `public.test` is `port` of this machine and counts as public; `inside.test` is a private address, `both.test` one
    /// of each.
    private static func rules(port: Int) -> TunnelRules {
        var rules = TunnelRules()
        rules.resolve = { host in
            let names = [
                "public.test": ["127.0.0.1"], "inside.test": ["10.1.2.3"], "both.test": ["127.0.0.1", "10.1.2.3"],
            ]
            return (names[host] ?? [host]).compactMap { try? SocketAddress(ipAddress: $0, port: port) }
        }
        rules.isPublic = { address in address.ipAddress == "127.0.0.1" || PublicAddress.matches(address) }
        return rules
    }

    private func with(
        _ body: @escaping @Sendable (RunningProxy, ListeningSocket) throws -> Void
    ) async throws {
        let peer = try ListeningSocket()
        let proxy = try await RunningProxy(
            upstream: "http://127.0.0.1:\(peer.port)", rules: Self.rules(port: peer.port))
        do { try await onThread { try body(proxy, peer) } } catch {
            await proxy.stop()
            throw error
        }
        await proxy.stop()
    }

    private static func ask(_ target: String, _ more: String = "") -> String {
        "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\(more)\r\n"
    }

    private static let refused: [(String, Int)] = [
        (ask("public.test:80"), 403), (ask("public.test:22"), 403), (ask("generativelanguage.googleapis.com:80"), 403),
        (ask("localhost:443"), 403), (ask("x.localhost:443"), 403), (ask("LOCALHOST.:443"), 403),
        (ask("10.0.0.1:443"), 403), (ask("[::1]:443"), 403), (ask("[::ffff:10.0.0.1]:443"), 403),
        (ask("169.254.169.254:443"), 403), (ask("inside.test:443"), 403), (ask("both.test:443"), 403),
        (ask("unknown.test:443"), 502), (ask("public.test"), 400), (ask("public.test:0"), 400),
        (ask("public.test:+443"), 400), (ask("a@public.test:443"), 400), (ask("https://public.test:443"), 400),
        (ask("/ws/x"), 400), (ask("public.test:443", "Content-Length: 3\r\n"), 400),
        (ask("public.test:443", "Transfer-Encoding: chunked\r\n"), 400),
        (ask("public.test:443", "Origin: https://evil.example\r\n"), 403),
        (ask("public.test:443", "Sec-Fetch-Site: cross-site\r\n"), 403),
        ("CONNECT public.test:443 HTTP/1.1\r\nHost: inside.test:443\r\n\r\n", 421),
        ("CONNECT public.test:443 HTTP/1.1\r\nHost: public.test\r\nHost: public.test\r\n\r\n", 400),
    ]

    @Test(arguments: refused)
    func `what is no tunnel to the internet is refused and counted`(request: String, status: Int) async throws {
        try await with { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(request)
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request) \(answer)")
            try proxy.wait { $0.server.gauges.refusedTunnels == 1 }
            #expect(proxy.server.gauges.passedTunnels == 0 && proxy.server.gauges.openedTunnels == 0)
            #expect(proxy.items.isEmpty)
        }
    }

    @Test(arguments: SeededGenerator.runs(3))
    func `what goes to another host passes untouched and unrecorded`(seed: UInt64) async throws {
        try await with { proxy, peer in
            var random = SeededGenerator(seed: seed)
            let (up, down, early) = (random.bytes(300_000), random.bytes(300_000), random.bytes(700))
            let client = try Socket.connect(port: proxy.port)
            // Some do not wait for the answer.
            try client.write(Array(Self.ask("public.test:443").utf8) + early)
            let server = try peer.accept()
            #expect(try client.readHead().hasPrefix("HTTP/1.1 200 "))
            let sender = inBackground {
                try client.write(up)
                client.endOutput()
            }
            #expect(try server.readToEnd() == early + up)
            try sender.wait()
            let answer = inBackground {
                try server.write(down)
                server.endOutput()
            }
            #expect(try client.readToEnd() == down)
            try answer.wait()
            #expect(proxy.server.gauges.passedTunnels == 1)
            #expect(proxy.items.isEmpty)
        }
    }

    @Test func `a client that leaves a tunnel takes the other end with it`() async throws {
        try await with { proxy, peer in
            let client = try Socket.connect(port: proxy.port)
            try client.write(Self.ask("public.test:443"))
            let server = try peer.accept()
            _ = try client.readHead()
            client.reset()
            #expect((try? server.readToEnd()) ?? [] == [])
        }
    }

    /// A second proxy is the client with a fixed host: it asks the first for a tunnel and speaks TLS through it.
    @Test func `a Live host is opened, recorded, and reached where its calls are to go`() async throws {
        let server = try ListeningSocket()
        let proxy = try await RunningProxy(
            upstream: "http://127.0.0.1:\(server.port)", rules: Self.rules(port: server.port))
        let client = try await RunningProxy(upstream: "https://generativelanguage.googleapis.com") { configuration in
            configuration.outboundProxy = OutboundProxy(host: "127.0.0.1", port: proxy.port)
            configuration.upstreamCAFile = proxy.liveCertificateFile
        }
        try await onThread {
            let (one, other) = try client.call(server)
            try other.write([0x81, 2, 0x68, 0x69])
            #expect(try one.read(exactly: 4) == [0x81, 2, 0x68, 0x69])
            try proxy.wait { !$0.frames.isEmpty }
            #expect(proxy.server.gauges.openedTunnels == 1)
            guard case .opened(let info) = proxy.events.first?.kind else {
                Issue.record("nothing was opened")
                return
            }
            #expect(info.isTLS)
            #expect(info.endpoint.method == .bidiGenerateContent)
            #expect(info.header("host") == "generativelanguage.googleapis.com")
            #expect(info.upstream == "http://127.0.0.1:\(server.port)")
        }
        await client.stop()
        await proxy.stop()
    }

    @Test func `plain HTTP in a tunnel to a Live host is refused`() async throws {
        try await with { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(Self.ask("generativelanguage.googleapis.com:443"))
            #expect(try client.readHead().hasPrefix("HTTP/1.1 200 "))
            try client.write("GET / HTTP/1.1\r\nHost: generativelanguage.googleapis.com\r\n\r\n")
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.contains("port 443 speaks TLS"))
        }
    }

    @Test func `a proxy that ends, ends its tunnels`() async throws {
        let peer = try ListeningSocket()
        let proxy = try await RunningProxy(
            upstream: "http://127.0.0.1:\(peer.port)", rules: Self.rules(port: peer.port))
        let client = try Socket.connect(port: proxy.port)
        try client.write(Self.ask("public.test:443"))
        let server = try peer.accept()
        _ = try client.readHead()
        await proxy.stop()
        #expect(try client.readToEnd() == [])
        #expect(try server.readToEnd() == [])
    }

    // MARK: Parts

    private static let addresses: [(String, Bool)] = [
        ("8.8.8.8", true), ("1.1.1.1", true), ("172.15.0.1", true), ("100.128.0.1", true), ("0.0.0.0", false),
        ("10.0.0.1", false), ("100.64.0.1", false), ("127.0.0.1", false), ("169.254.169.254", false),
        ("172.16.0.1", false), ("172.31.255.255", false), ("192.168.1.1", false), ("192.0.2.1", false),
        ("198.18.0.1", false), ("224.0.0.1", false), ("255.255.255.255", false), ("2606:4700::1", true),
        ("2a00:1450:4001::1", true), ("::", false), ("::1", false), ("fe80::1", false), ("fc00::1", false),
        ("fd12::1", false), ("ff02::1", false), ("::ffff:8.8.8.8", false), ("::ffff:127.0.0.1", false),
        ("64:ff9b::10.0.0.1", false), ("64:ff9b::8.8.8.8", true), ("2002:0a00:0001::1", false),
        ("2001:db8::1", false), ("2001:0:1::1", false), ("2001:4860:4860::8888", true),
    ]

    @Test(arguments: addresses)
    func `an address is of the internet or not`(text: String, isPublic: Bool) throws {
        #expect(PublicAddress.matches(try SocketAddress(ipAddress: text, port: 443)) == isPublic)
    }

    @Test(arguments: [
        ("a.example:443", "a.example", 443), ("A.Example.:8443", "a.example", 8443), ("[2606::1]:443", "2606::1", 443),
        ("1.2.3.4:1", "1.2.3.4", 1),
    ])
    func `a target is host and port`(text: String, host: String, port: Int) throws {
        let target = try #require(TunnelTarget(text))
        #expect(target.host == host && target.port == port)
    }

    @Test(arguments: [
        "", ":443", "a", "a:", "a:0", "a:65536", "a:44a", "a:-1", "[::1:443", "a b:443", "ä:443", "[x]:443", "::1:443",
    ])
    func `nothing else is`(text: String) { #expect(TunnelTarget(text) == nil) }

    @Test func `the second authority vouches for Live hosts alone, and stays`() throws {
        let folder = try TemporaryFolder()
        let hosts = TunnelRules(vertexLocation: "us-central1").liveHosts
        #expect(hosts.contains("generativelanguage.googleapis.com"))
        #expect(hosts.contains("us-central1-aiplatform.googleapis.com"))
        let first = try CertificateAuthority.loadLive(folder: folder.path, hosts: hosts)
        #expect(try CertificateAuthority.permittedNames(in: folder.path) == hosts.sorted())
        let root = try AtomicFile.read(first.caFile)
        let second = try CertificateAuthority.loadLive(folder: folder.path, hosts: hosts)
        #expect(try AtomicFile.read(second.caFile) == root)
        #expect(second.renewal == nil)
        // One that could vouch for this machine is no such authority.
        let other = try TemporaryFolder()
        _ = try CertificateAuthority.load(folder: other.path, extraNames: hosts.sorted())
        #expect(try CertificateAuthority.loadLive(folder: other.path, hosts: hosts).renewal == .unconstrained)
    }
}
