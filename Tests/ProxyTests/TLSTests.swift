import LiveProtocol
import Proxy
import TestSupport
import Testing

/// TLS on both legs, tried with two proxies in a row: the first speaks TLS to its upstream, the second to its client.
///
/// ```
/// client ──plain──▶ front ──TLS──▶ back ──plain──▶ server
/// ```
@Suite struct TLSTests {
    @Test(arguments: SeededGenerator.runs(4))
    func `bytes pass through TLS unchanged, and the half-close behind them`(seed: UInt64) async throws {
        try await withChain { chain in
            var random = SeededGenerator(seed: seed)
            let up = random.bytes(400_000)
            let down = random.bytes(400_000)
            let (client, server) = try chain.call()
            let pieces = random.cut(up, into: 20)
            let sender = inBackground {
                for piece in pieces { try client.write(piece) }
                client.endOutput()
            }
            #expect(try server.readToEnd() == up)
            try sender.wait()
            let answer = inBackground {
                try server.write(down)
                server.endOutput()
            }
            #expect(try client.readToEnd() == down)
            try answer.wait()
            try chain.back.wait { !$0.closures.isEmpty }
            guard case .opened(let info) = chain.back.events.first?.kind else {
                Issue.record("nothing was opened")
                return
            }
            #expect(info.isTLS)
        }
    }

    @Test func `a reset passes through TLS as a reset`() async throws {
        try await withChain { chain in
            let (client, server) = try chain.call()
            client.reset()
            let error = #expect(throws: SocketError.self) { _ = try server.read() }
            #expect(error?.isReset == true)
        }
    }

    @Test func `an upstream whose authority nobody vouched for is refused`() async throws {
        let upstream = try ListeningSocket()
        let back = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        let front = try await RunningProxy(upstream: "https://localhost:\(back.port)")
        try await onThread {
            let client = try Socket.connect(port: front.port)
            try client.write(RunningProxy.upgradeRequest)
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.contains("TLS failed: its certificate is not trusted") && answer.contains("--upstream-ca"))
            // Nothing of the library's own: codes, types, places in its source.
            for word in ["OPENSSL", "SSLError", "error:", ".cc", "/"] {
                #expect(!answer.dropFirst(400).contains(word) || word == "/", "\(answer)")
            }
            try front.wait { $0.events.count == 3 }
            #expect(back.events.isEmpty)
            // The other side of the same: a client that does not trust us is counted.
            try back.wait { $0.server.gauges.refusedCertificates == 1 }
            #expect(back.server.gauges.sinceRefusedCertificate != nil)
        }
        await front.stop()
        await back.stop()
    }

    @Test func `an upstream that speaks no TLS is told in plain words`() async throws {
        let upstream = try ListeningSocket()
        let front = try await RunningProxy(upstream: "https://localhost:\(upstream.port)")
        try await onThread {
            let client = try Socket.connect(port: front.port)
            try client.write(RunningProxy.upgradeRequest)
            let server = try upstream.accept()
            _ = try server.read(exactly: 1)
            try server.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.contains("TLS failed: the other side does not speak TLS on this port"), "\(answer)")
        }
        await front.stop()
    }

    @Test(arguments: ["", "\u{16}\u{3}\u{1}\u{0}\u{5}hello", "\u{16}\u{3}\u{1}\u{7F}\u{7F}"])
    func `a client that ends the handshake without a word against the certificate is not counted`(
        hello: String
    ) async throws {
        try await withProxy { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(hello)
            client.endOutput()
            _ = try? client.readToEnd()
            try proxy.wait { $0.server.gauges.openConnections == 0 }
            #expect(proxy.server.gauges.refusedCertificates == 0)
        }
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a client on OpenSSL that refuses the certificate is counted`(version: String) async throws {
        try await withProxy { proxy, _ in
            _ = try run(
                "openssl", "s_client", version, "-verify_return_error", "-no-CAfile", "-no-CApath", "-connect",
                "127.0.0.1:\(proxy.port)")
            try proxy.wait { $0.server.gauges.refusedCertificates == 1 }
        }
    }

    @Test(arguments: ["-tls1", "-tls1_1"]) func `clients below TLS 1.2 are refused`(version: String) async throws {
        try await withProxy { proxy, _ in
            let output = try run(
                "openssl", "s_client", version, "-cipher", "DEFAULT:@SECLEVEL=0", "-connect", "127.0.0.1:\(proxy.port)")
            #expect(output.contains("alert protocol version"), "\(output)")
        }
        try await withProxy { proxy, _ in
            let output = try run("openssl", "s_client", "-tls1_2", "-connect", "127.0.0.1:\(proxy.port)")
            #expect(output.contains("TLSv1.2"))
        }
    }

    @Test func `TLS that ends without close_notify is told from an orderly end`() async throws {
        try await withChain(cuttable: true) { chain in
            let (client, server) = try chain.call()
            try server.write([0x81, 0x00])
            #expect(try client.read(exactly: 2) == [0x81, 0x00])
            chain.cut()
            #expect(try client.readToEnd().isEmpty)
            client.endOutput()
            try chain.front.wait { !$0.closures.isEmpty }
            #expect(chain.front.closures[0].by == .transport)
            #expect(chain.front.closures[0].detail == "the upstream ended TLS without close_notify")
        }
    }
}

/// Two proxies in a row, with TLS between them.
private final class Chain: Sendable {
    let front: RunningProxy
    let back: RunningProxy
    private let upstream: ListeningSocket
    private let wire: Wire?

    init(cuttable: Bool) async throws {
        let upstream = try ListeningSocket()
        self.upstream = upstream
        let back = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        self.back = back
        let wire = cuttable ? try Wire(to: back.port) : nil
        self.wire = wire
        front = try await RunningProxy(upstream: "https://localhost:\(wire?.port ?? back.port)") {
            $0.upstreamCAFile = back.certificates.caFile
        }
    }

    func call() throws -> (client: Socket, server: Socket) { try front.call(upstream) }

    func cut() { wire?.cut() }

    func stop() async {
        await front.stop()
        await back.stop()
    }
}

private func withChain(cuttable: Bool = false, _ body: @escaping @Sendable (Chain) throws -> Void) async throws {
    let chain = try await Chain(cuttable: cuttable)
    do {
        try await onThread { try body(chain) }
    } catch {
        await chain.stop()
        throw error
    }
    await chain.stop()
}

/// A stretch of TCP for one connection, which can be ended on both sides with FIN between any two bytes.
private final class Wire: Sendable {
    let port: Int
    private let ends: Background<[Socket]>

    init(to target: Int) throws {
        let listener = try ListeningSocket()
        port = listener.port
        ends = inBackground {
            let near = try listener.accept()
            let far = try Socket.connect(port: target)
            for (from, to) in [(near, far), (far, near)] {
                // It ends with its sockets.
                _ = inBackground { while case let bytes = try from.read(), !bytes.isEmpty { try to.write(bytes) } }
            }
            return [near, far]
        }
    }

    func cut() {
        for end in (try? ends.wait()) ?? [] { end.endOutput() }
    }
}
