import LiveProtocol
import Proxy
import TestSupport
import Testing

/// Plain HTTP through the proxy, seen from two raw sockets.
@Suite struct HTTPTests {
    @Test func `a request and its response pass, and leave one row without secrets`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(
                "POST /v1beta/models?key=AIzaSyTOPSECRET HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\nContent-Length: 5\r\n\r\nhello"
            )
            let server = try upstream.accept()
            let head = try server.readHead()
            #expect(head.hasPrefix("POST /v1beta/models?key=AIzaSyTOPSECRET HTTP/1.1\r\n"))
            #expect(head.contains("\r\nX-A: 1\r\n"))
            #expect(try server.read(exactly: 5) == Array("hello".utf8))
            try server.write("HTTP/1.1 201 Made\r\nX-B: 2\r\nContent-Length: 3\r\n\r\nyes")
            #expect(try client.readHead() == "HTTP/1.1 201 Made\r\nX-B: 2\r\nContent-Length: 3\r\n\r\n")
            #expect(try client.read(exactly: 3) == Array("yes".utf8))
            try proxy.wait { !$0.exchanges.isEmpty }
            let row = proxy.exchanges[0]
            #expect(row.method == "POST" && row.status == 201 && row.requestBytes == 5 && row.responseBytes == 3)
            #expect(!row.target.contains("TOPSECRET"))
            #expect(row.failure == nil && row.timeToHead != nil)
        }
    }

    @Test func `a connection that carried HTTP can become a WebSocket`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            for _ in 0..<2 {
                try client.write("GET /v1beta/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let server = try upstream.accept()
                _ = try server.readHead()
                try server.write(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nT: 1\r\n\r\n")
                _ = try client.readHead()
                let body = "2;x=y\r\nok\r\n0\r\nT: 1\r\n\r\n"
                #expect(try client.read(exactly: body.utf8.count) == Array(body.utf8))
            }
            try client.write(RunningProxy.upgradeRequest)
            let server = try upstream.accept()
            _ = try server.readHead()
            try server.write(RunningProxy.upgradeResponse)
            #expect(try client.readHead() == RunningProxy.upgradeResponse)
            try server.write([0x81, 0x00])
            #expect(try client.read(exactly: 2) == [0x81, 0x00])
        }
    }

    @Test func `an upgrade that the upstream refuses stays HTTP, and the next one may succeed`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(RunningProxy.upgradeRequest)
            let refuser = try upstream.accept()
            _ = try refuser.readHead()
            let body = #"{"error": {"message": "Quota exceeded for AIzaSyA1234567890abcdefghijklmnopqrstuv"}}"#
            try refuser.write(
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            let head = try client.readHead()
            #expect(head.hasPrefix("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n"))
            #expect(try client.read(exactly: body.utf8.count) == Array(body.utf8))
            try proxy.wait { $0.events.count == 3 }
            guard case .refused(let refusal) = proxy.events[1].kind else {
                Issue.record("\(proxy.events)")
                return
            }
            #expect(refusal.status == 429 && refusal.by == .server)
            #expect(refusal.reason.contains("Quota exceeded") && !refusal.reason.contains("AIzaSyA1234"))
            try client.write(RunningProxy.upgradeRequest)
            let server = try upstream.accept()
            _ = try server.readHead()
            try server.write(RunningProxy.upgradeResponse)
            #expect(try client.readHead() == RunningProxy.upgradeResponse)
        }
    }

    @Test func `what came of a response before a reset arrives before it`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port, receiveBuffer: 4096)
            try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let server = try upstream.accept()
            _ = try server.readHead()
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n"
            let body = [UInt8](repeating: 7, count: 150_000)
            try server.write(Array(head.utf8) + body)
            #expect(try client.readHead() == head)
            // All of it is with livetop when a reader that is this slow has seen the first bytes: it reads ahead.
            #expect(try client.read(exactly: 1000) == Array(body.prefix(1000)))
            pause(milliseconds: 100)
            server.reset()
            pause(milliseconds: 100)
            #expect(try client.read(exactly: 149_000) == Array(body.prefix(149_000)))
            let error = #expect(throws: SocketError.self) { _ = try client.read() }
            #expect(error?.isReset == true)
        }
    }

    @Test func `a huge upload and a stream of events pass piece by piece`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            let total = 64 << 20
            let uploaded = inBackground {
                try client.write(
                    "POST /upload/v1beta/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(total)\r\n\r\n")
                let chunk = [UInt8](repeating: 7, count: 1 << 20)
                for _ in 0..<64 { try client.write(chunk) }
            }
            let server = try upstream.accept()
            _ = try server.readHead()
            var received = 0
            while received < total { received += try server.read(upTo: 1 << 20).count }
            try uploaded.wait()
            try server.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            #expect(try client.readHead().contains("\r\nConnection: close\r\n"))
            for number in 0..<5 {
                // Each event must arrive while the response is still open.
                try server.write("data: \(number)\n\n")
                #expect(try client.read(exactly: 9) == Array("data: \(number)\n\n".utf8))
            }
            server.endOutput()
            #expect(try client.readToEnd().isEmpty)
            try proxy.wait { $0.exchanges.count == 1 }
            #expect(proxy.exchanges[0].requestBytes == Int64(total) && proxy.exchanges[0].responseBytes == 45)
        }
    }

    @Test func `100 Continue reaches who waits for it`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(
                "PUT / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n")
            let server = try upstream.accept()
            #expect(try server.readHead().contains("\r\nExpect: 100-continue\r\n"))
            try server.write("HTTP/1.1 100 Continue\r\n\r\n")
            #expect(try client.readHead() == "HTTP/1.1 100 Continue\r\n\r\n")
            try client.write("3\r\nabc\r\n0\r\n\r\n")
            #expect(try server.read(exactly: 13) == Array("3\r\nabc\r\n0\r\n\r\n".utf8))
            try server.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try client.readHead() == "HTTP/1.1 204 No Content\r\n\r\n")
        }
    }

    @Test(arguments: [
        "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: x\r\n\r\n",
    ])
    func `responses without a body leave the connection usable`(request: String) async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            for _ in 0..<2 {
                try client.write(request)
                let server = try upstream.accept()
                _ = try server.readHead()
                let status = request.hasPrefix("HEAD") ? "200 OK" : "304 Not Modified"
                try server.write("HTTP/1.1 \(status)\r\nContent-Length: 1000\r\n\r\n")
                #expect(try client.readHead() == "HTTP/1.1 \(status)\r\nContent-Length: 1000\r\n\r\n")
            }
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(
                "GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            for number in 1...2 {
                let server = try upstream.accept()
                #expect(try server.readHead().hasPrefix("GET /\(number) "))
                try server.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)")
            }
            let all = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(all.hasSuffix("\r\nConnection: close\r\n\r\n2"))
            #expect(all.hasPrefix("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1HTTP/1.1 200 OK"))
        }
    }

    @Test func `a response that is cut looks cut`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let server = try upstream.accept()
            _ = try server.readHead()
            try server.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            _ = try client.readHead()
            #expect(try client.read(exactly: 3) == Array("abc".utf8))
            server.endOutput()
            #expect(throws: SocketError.self) { _ = try client.read(exactly: 7) }
            try proxy.wait { !$0.exchanges.isEmpty }
            #expect(proxy.exchanges[0].failure?.contains("ended the connection") == true)
        }
    }

    @Test func `a client that leaves takes its request along`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let server = try upstream.accept()
            _ = try server.readHead()
            client.reset()
            #expect(try server.readToEnd().isEmpty)
            try proxy.wait { !$0.exchanges.isEmpty }
            #expect(proxy.exchanges[0].status == nil && proxy.exchanges[0].failure?.contains("client") == true)
        }
    }
}
