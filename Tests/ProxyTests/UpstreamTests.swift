import Testing

@testable import Proxy

@Suite struct UpstreamTests {
    @Test(arguments: [
        ("https://example.com", Upstream(isTLS: true, host: "example.com", port: 443)),
        ("wss://example.com:8443/base/", Upstream(isTLS: true, host: "example.com", port: 8443, path: "/base")),
        ("HTTP://[::1]:80/?q", Upstream(isTLS: false, host: "::1", port: 80)),
        ("ws://127.0.0.1:9", Upstream(isTLS: false, host: "127.0.0.1", port: 9)),
    ])
    func `URLs of all four schemes are read`(url: String, upstream: Upstream) throws {
        #expect(try Upstream(url: url) == upstream)
    }

    @Test(arguments: [
        ("example.com", UpstreamError.noURL("example.com")), ("ftp://x", .unknownScheme("ftp")),
        ("http://x:0", .badPort("0")), ("http://x:1x", .badPort("1x")), ("http://user:pw@x", .hasCredentials),
        ("http://", .noURL("http://")), ("http://[::1", .noURL("http://[::1")),
    ])
    func `what is no upstream is refused with a reason`(url: String, error: UpstreamError) {
        let thrown = #expect(throws: UpstreamError.self) { try Upstream(url: url) }
        #expect(thrown == error || url == "http://[::1")
    }

    @Test(arguments: [
        (String?.none, "generativelanguage.googleapis.com"), ("global", "aiplatform.googleapis.com"),
        ("eu", "aiplatform.eu.rep.googleapis.com"), ("us-central1", "us-central1-aiplatform.googleapis.com"),
    ])
    func `Google's hosts follow the location`(location: String?, host: String) {
        #expect(Upstream.google(vertexLocation: location).host == host)
    }

    @Test func `HTTPS_PROXY and NO_PROXY are read as curl reads them`() throws {
        let proxy = try #require(
            try OutboundProxy(environment: [
                "HTTPS_PROXY": "http://us%65r:pw@proxy.corp:3128", "no_proxy": ".internal, example.org",
            ]))
        #expect(proxy.host == "proxy.corp" && proxy.port == 3128)
        #expect(proxy.authorization == "Basic dXNlcjpwdw==")
        let applies = [
            "api.example", "a.internal", "internal", "example.org", "www.example.org", "localhost", "127.0.0.1",
        ]
        .map { proxy.applies(to: Upstream(isTLS: true, host: $0)) }
        #expect(applies == [true, false, false, false, false, false, false])
        #expect(try OutboundProxy(environment: [:]) == nil)
    }

    @Test func `a request through an outbound proxy asks it for a tunnel`() async throws {
        let upstream = try ListeningSocket()
        try await withProxy({ configuration in
            configuration.upstream = try Upstream(url: "http://upstream.invalid:81")
            configuration.allowsInsecureUpstream = true
            configuration.outboundProxy = OutboundProxy(
                host: "127.0.0.1", port: upstream.port, authorization: "Basic eA==")
        }) { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let tunnel = try upstream.accept()
            let request = try tunnel.readHead()
            #expect(request.hasPrefix("CONNECT upstream.invalid:81 HTTP/1.1\r\n"))
            #expect(request.contains("\r\nProxy-Authorization: Basic eA==\r\n"))
            try tunnel.write("HTTP/1.1 200 Connected\r\n\r\n")
            #expect(try tunnel.readHead().contains("\r\nHost: upstream.invalid:81\r\n"))
            try tunnel.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.readHead().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    // MARK: SOCKS 5

    @Test func `a SOCKS proxy is read as well`() throws {
        let proxy = try #require(try OutboundProxy(environment: ["ALL_PROXY": "socks5h://us%65r:p%40w@proxy.corp"]))
        #expect(proxy.kind == .socks5 && proxy.host == "proxy.corp" && proxy.port == 1_080)
        #expect(proxy.authorization == nil)
        #expect(proxy.login?.user == Array("user".utf8) && proxy.login?.password == Array("p@w".utf8))
        let plain = try #require(try OutboundProxy(environment: ["https_proxy": "SOCKS5://proxy.corp:9"]))
        #expect(plain.kind == .socks5 && plain.port == 9 && plain.login == nil)
        #expect(throws: UpstreamError.self) { try OutboundProxy(environment: ["https_proxy": "socks4://a"]) }
    }

    /// What a SOCKS proxy says and is asked, and what becomes of the client's request.
    private func through(
        _ login: String?, host: String = "upstream.invalid",
        _ body: @escaping @Sendable (_ proxy: Socket, _ client: Socket) throws -> Void
    ) async throws {
        let peer = try ListeningSocket()
        let url = "socks5://\(login.map { $0 + "@" } ?? "")127.0.0.1:\(peer.port)"
        try await withProxy({ configuration in
            configuration.upstream = try Upstream(url: "http://\(host):81")
            configuration.allowsInsecureUpstream = true
            configuration.outboundProxy = try OutboundProxy(environment: ["ALL_PROXY": url])
        }) { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try body(try peer.accept(), client)
        }
    }

    private static let asked: [UInt8] = [5, 1, 0, 3, 16] + Array("upstream.invalid".utf8) + [0, 81]

    @Test(arguments: [[5, 0, 0, 1, 1, 2, 3, 4, 0, 5], [5, 0, 0, 3, 2, 0x61, 0x62, 0, 5]] as [[UInt8]])
    func `a request goes through a SOCKS proxy`(answer: [UInt8]) async throws {
        try await through(nil) { proxy, client in
            #expect(try proxy.read(exactly: 3) == [5, 1, 0])
            try proxy.write([5, 0])
            #expect(try proxy.read(exactly: Self.asked.count) == Self.asked)
            // In pieces, as it pleases the network.
            for byte in answer { try proxy.write([byte]) }
            #expect(try proxy.readHead().contains("\r\nHost: upstream.invalid:81\r\n"))
            try proxy.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.readHead().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func `with a user and a password, and to an address`() async throws {
        try await through("me:secret", host: "192.0.2.7") { proxy, client in
            #expect(try proxy.read(exactly: 4) == [5, 2, 0, 2])
            try proxy.write([5, 2])
            #expect(try proxy.read(exactly: 11) == [1, 2] + Array("me".utf8) + [6] + Array("secret".utf8))
            try proxy.write([1, 0])
            #expect(try proxy.read(exactly: 10) == [5, 1, 0, 1, 192, 0, 2, 7, 0, 81])
            try proxy.write([5, 0, 0, 4] + [UInt8](repeating: 0, count: 18))
            _ = try proxy.readHead()
            try proxy.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try client.readHead().hasPrefix("HTTP/1.1 204 "))
        }
    }

    @Test(
        arguments: [
            ([5, 0xFF], [], "it wants a user and a password"), ([4, 0], [], "it speaks no SOCKS 5"),
            ([5, 0], [5, 5, 0, 1, 0, 0, 0, 0, 0, 0], "the connection was refused there"),
            ([5, 0], [5, 2, 0, 1, 0, 0, 0, 0, 0, 0], "its rules do not allow it"),
            ([5, 0], [5, 0, 0, 9, 0], "its answer cannot be read"), ([5], [], "it ended the connection"),
        ] as [([UInt8], [UInt8], String)])
    func `what a SOCKS proxy refuses is told`(method: [UInt8], answer: [UInt8], words: String) async throws {
        try await through(nil) { proxy, client in
            _ = try proxy.read(exactly: 3)
            try proxy.write(method)
            if !answer.isEmpty {
                _ = try proxy.read(exactly: Self.asked.count)
                try proxy.write(answer)
            }
            proxy.endOutput()
            let told = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(told.hasPrefix("HTTP/1.1 502 ") && told.contains(words), "\(told)")
        }
    }

    @Test(arguments: [
        "http://192.0.2.1", "ws://proxy.internal:9/x", "http://localhost.evil.com", "http://[fd00::1]:80",
    ])
    func `an upstream beyond this machine takes TLS, or somebody who said otherwise`(url: String) async throws {
        let origin = try Upstream(url: url).origin
        await #expect(throws: ProxyStartError.insecureUpstream(origin: origin)) {
            try await RunningProxy(upstream: url)
        }
        let proxy = try await RunningProxy(upstream: url) { $0.allowsInsecureUpstream = true }
        await proxy.stop()
    }

    @Test(arguments: [
        "https://192.0.2.1", "http://LOCALHOST:1", "ws://127.9.9.9:1", "http://[::1]:1", "http://a.localhost:1",
    ])
    func `TLS goes anywhere, and this machine needs none`(url: String) async throws {
        await (try RunningProxy(upstream: url)).stop()
    }
}
