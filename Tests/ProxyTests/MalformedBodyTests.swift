import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

/// Chunked bodies that make no sense, in both directions: one connection ends, with a reason, and nothing else does.
@Suite struct MalformedBodyTests {
    /// What stands where a chunk should, and the status of the answer to a request with it.
    static let bodies: [(body: String, status: Int)] = [
        ("z", 400), ("-5\r\n", 400), ("+5\r\nhello\r\n", 400), ("0x5\r\nhello\r\n", 400), (" 5\r\nhello\r\n", 400),
        ("\r\n\r\n", 400), ("\n", 400), (";a=b\r\n", 400), ("5\r\nhelloX\r\n", 400), ("5\r\nhello5\r\nhello\r\n", 400),
        ("1\r\na1\r\nb0\r\n\r\n", 400), (String(repeating: "F", count: 16) + "\r\nhello", 400),
        (String(repeating: "F", count: 17), 400), ("7FFFFFFFFFFFFFFF\r\nhello", 400),
        ("10000000000000000\r\nhello", 400), ("5\r\nhello\r\nnonsense", 400), ("\u{0}\r\n", 400),
        ("5\r\nhello\r\n" + String(repeating: "0", count: 70_000), 431),
        ("5;x=" + String(repeating: "y", count: 70_000), 431),
        ("0\r\nX: " + String(repeating: "y", count: 70_000), 431),
        ("0\r\n" + String(repeating: "X: y\r\n", count: 20_000), 431),
    ]

    @Test(arguments: bodies)
    func `a malformed request is answered, and calls are unharmed`(body: String, status: Int) async throws {
        try await withProxy { proxy, upstream in
            let (caller, server) = try proxy.call(upstream)
            let client = try Socket.connect(port: proxy.port)
            // The answer may come before all of it is written.
            try client.write("POST /v1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            try? client.write(body)
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(200))")
            #expect(answer.contains("livetop cannot read the request's body"))
            try caller.write([0x81, 0x80, 0, 0, 0, 0])
            #expect(try server.read(exactly: 6) == [0x81, 0x80, 0, 0, 0, 0])
            try proxy.wait { $0.exchanges.count == 1 }
            #expect(proxy.exchanges[0].status == status)
            #expect(proxy.exchanges[0].failure?.hasPrefix("livetop cannot read the request's body") == true)
        }
    }

    @Test(arguments: bodies)
    func `a malformed response ends its connection, and calls are unharmed`(body: String, status: Int) async throws {
        try await withProxy { proxy, upstream in
            let (caller, server) = try proxy.call(upstream)
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let service = try upstream.accept()
            _ = try service.readHead()
            try? service.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(body)")
            // A body that was cut must not look complete: RST, not FIN.
            let error = #expect(throws: SocketError.self) { try client.readToEnd() }
            #expect(error?.isReset == true)
            try caller.write([0x81, 0x80, 0, 0, 0, 0])
            #expect(try server.read(exactly: 6) == [0x81, 0x80, 0, 0, 0, 0])
            try proxy.wait { $0.exchanges.count == 1 }
            #expect(proxy.exchanges[0].failure?.contains("something that is not HTTP") == true)
        }
    }

    @Test func `a malformed body behind pieces that were fine is answered too`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("POST /v1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            let service = try upstream.accept()
            _ = try service.readHead()
            #expect(try service.read(exactly: 10) == Array("5\r\nhello\r\n".utf8))
            try client.write("?")
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(try service.readToEnd().isEmpty)
        }
    }

    @Test func `a malformed body while the answer is under way ends both`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("POST /v1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            let service = try upstream.accept()
            _ = try service.readHead()
            try service.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            _ = try client.readHead()
            #expect(try client.read(exactly: 4) == Array("half".utf8))
            try client.write("?")
            let error = #expect(throws: SocketError.self) { try client.readToEnd() }
            #expect(error?.isReset == true)
            try proxy.wait { $0.exchanges.count == 1 }
            #expect(proxy.exchanges[0].status == 200)
            #expect(proxy.exchanges[0].failure?.contains("does not begin with its size") == true)
        }
    }

    @Test func `mutated chunks never hurt, cut anywhere`() async throws {
        try await withProxy { proxy, upstream in
            let acceptor = inBackground {
                // Ends with the listener's patience.
                while let service = try? upstream.accept() { _ = inBackground { try? service.readToEnd() } }
            }
            expectProperty(runs: 150) { random in
                let client = try Socket.connect(port: proxy.port)
                var body = Array("5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n".utf8)
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: body.indices, using: &random)
                    body[place] = UInt8.random(in: 0...255, using: &random)
                }
                try client.write("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                // The proxy may have heard enough before the end.
                for piece in random.cut(body, into: 4) { try? client.write(piece) }
                let witness = try Socket.connect(port: proxy.port)
                try witness.write("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n")
                try #require(String(decoding: try witness.readToEnd(), as: UTF8.self).hasPrefix("HTTP/1.1 421 "))
                client.reset()
            }
            withExtendedLifetime(acceptor) {}
        }
    }
}
