import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

/// What livetop answers itself: bad requests, forbidden ones, and an upstream that is not there.
@Suite struct BadInputTests {
    @Test(arguments: [
        ("\u{1}\u{2}garbage\r\n\r\n", 400), ("hello\r\n\r\n", 400), ("GET / HTTP/2.0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
        ("CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        ("GET http://example.com/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "x", count: 70_000) + "\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", 421),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost.evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost@evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: [::1].evil.com\r\n\r\n", 421),
        ("GET / HTTP/1.1\r\nHost: localhost:80@evil.com\r\n\r\n", 421),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.com\\.localhost\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n", 403),
        (RunningProxy.upgradeRequest.replacing("\r\n\r\n", with: "\r\nSec-Fetch-Site: cross-site\r\n\r\n"), 403),
    ])
    func `a request that cannot be served is answered with what, why and what to do`(
        request: String, status: Int
    ) async throws {
        try await withProxy { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(request)
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(200))")
            for member in ["\"error\"", "\"what\"", "\"why\"", "\"do\""] { #expect(answer.contains(member)) }
        }
    }

    @Test(arguments: [
        "Host: localhost:1234", "Host: [::1]:80", "Host: 127.0.0.1", "Host: app.localhost",
        "Host: proxy.internal:8910", "Host: localhost\r\nOrigin: http://localhost:3000",
        "Host: localhost\r\nOrigin: https://127.0.0.1", "Host: localhost\r\nOrigin: https://app.example",
    ])
    func `loopback and what was allowed may use the proxy`(headers: String) async throws {
        try await withProxy(configure) { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET / HTTP/1.1\r\n\(headers)\r\n\r\n")
            let server = try upstream.accept()
            #expect(try server.readHead().hasPrefix("GET / HTTP/1.1\r\n"))
            try server.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.readHead().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }

        func configure(_ configuration: inout ProxyConfiguration) {
            configuration.allowedHosts = ["proxy.internal"]
            configuration.allowedOrigins = ["https://app.example"]
        }
    }

    @Test func `an upstream that nobody listens for is a 502 and a recorded refusal`() async throws {
        let free = try ListeningSocket().port
        try await withProxy({ $0.upstream = try Upstream(url: "http://127.0.0.1:\(free)") }) { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(RunningProxy.upgradeRequest)
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 502 ") && answer.contains("Connection refused"))
            try proxy.wait { $0.events.count == 3 }
            guard case .refused(let refusal) = proxy.events[1].kind else {
                Issue.record("\(proxy.events)")
                return
            }
            #expect(refusal.status == 502 && refusal.by == .proxy)
            #expect(proxy.closures.map(\.by) == [.proxy])
        }
    }

    @Test func `an upstream that does not answer an upgrade is a 504`() async throws {
        try await withProxy({ $0.limits.handshakeTimeout = .milliseconds(50) }) { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(RunningProxy.upgradeRequest)
            let server = try upstream.accept()
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 504 "))
            _ = try server.readHead()
        }
    }

    @Test func `an upstream that speaks no HTTP is a 502`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let server = try upstream.accept()
            _ = try server.readHead()
            try server.write("220 mail.example ESMTP\r\n\r\n")
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
        }
    }

    @Test(arguments: ["", "\u{16}\u{3}\u{1}\u{2}", "GET / HT"])
    func `a connection that never sends a head is ended`(beginning: String) async throws {
        try await withProxy({ $0.limits.headTimeout = .milliseconds(100) }) { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(beginning)
            do {
                let answer = try client.readToEnd()
                #expect(beginning.hasPrefix("GET") == answer.starts(with: "HTTP/1.1 408 ".utf8))
            } catch let error as SocketError {
                // Half a handshake is reset: TLS has no words yet.
                #expect(beginning.hasPrefix("\u{16}") && error.isReset)
            }
        }
    }

    @Test func `at the limit new connections are refused and running calls are unharmed`() async throws {
        try await withProxy({ $0.limits.connectionCount = 4 }) { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            let idle = try (0..<2).map { _ in try Socket.connect(port: proxy.port) }
            try proxy.wait { $0.server.gauges.openConnections == 3 }
            let refused = try Socket.connect(port: proxy.port)
            #expect(String(decoding: try refused.readToEnd(), as: UTF8.self).hasPrefix("HTTP/1.1 503 "))
            try client.write([0x81, 0x80, 0, 0, 0, 0])
            #expect(try server.read(exactly: 6).count == 6)
            #expect(proxy.server.gauges.refusedConnections == 1)
            withExtendedLifetime(idle) {}
        }
    }

    @Test func `ten thousand idle connections, or as many as the file limit allows, disturb nobody`() async throws {
        // Both ends of each connection are in this process.
        let count = min(10_000, (FileLimit.raise() - 1000) / 2)
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            let idle = try (0..<count).map { _ in try Socket.connect(port: proxy.port) }
            try proxy.wait { $0.server.gauges.openConnections == count + 1 }
            try client.write([0x81, 0x80, 0, 0, 0, 0])
            #expect(try server.read(exactly: 6).count == 6)
            try idle[count / 2].write("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n")
            #expect(try idle[count / 2].readHead().hasPrefix("HTTP/1.1 421 "))
        }
    }

    @Test func `random bytes are answered or ignored, and never hurt`() async throws {
        try await withProxy { proxy, _ in
            try proxy.wait { $0.server.gauges.openConnections == 0 }
            expectProperty(runs: 60) { random in
                var bytes = random.bytes(Int.random(in: 1...3000, using: &random))
                if random.isOne(in: 2) { bytes = Array("GET / HTTP/1.1\r\nHost: localhost\r\n".utf8) + bytes }
                let client = try Socket.connect(port: proxy.port)
                // The proxy may have heard enough before the end.
                try? client.write(bytes)
                let witness = try Socket.connect(port: proxy.port)
                try witness.write("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n")
                try #require(String(decoding: try witness.readToEnd(), as: UTF8.self).hasPrefix("HTTP/1.1 421 "))
                client.reset()
            }
            try proxy.wait { $0.server.gauges.openConnections == 0 }
        }
    }
}
