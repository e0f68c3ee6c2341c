import LiveProtocol
import Proxy
import TestSupport
import Testing

/// What the relay promises of bytes and ends, seen from two raw sockets.
@Suite struct RelayTests {
    @Test func `the handshake passes with its key and answer unchanged`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(
                RunningProxy.upgradeRequest.replacing(
                    "\r\n\r\n", with: "\r\nSec-WebSocket-Extensions: x-unknown\r\nx-odd:  two  \r\n\r\n"))
            let server = try upstream.accept()
            let head = try server.readHead()
            #expect(head.contains("\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"))
            #expect(head.contains("\r\nHost: 127.0.0.1:\(upstream.port)\r\n"))
            #expect(head.contains("\r\nx-odd:  two  \r\n"))
            #expect(!head.contains("x-unknown"))
            try server.write(RunningProxy.upgradeResponse)
            #expect(try client.readHead() == RunningProxy.upgradeResponse)
            try proxy.wait { $0.events.count >= 2 }
            guard case .opened(let info) = proxy.events[0].kind, case .upgraded = proxy.events[1].kind else {
                Issue.record("\(proxy.events)")
                return
            }
            #expect(info.removedExtensions == "x-unknown")
            #expect(info.endpoint.method == .bidiGenerateContent)
        }
    }

    @Test func `bytes right behind the heads are relayed and seen once`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            let early: [UInt8] = [0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]
            try client.write(Array(RunningProxy.upgradeRequest.utf8) + early)
            let server = try upstream.accept()
            _ = try server.readHead()
            try server.write(Array(RunningProxy.upgradeResponse.utf8) + [0x82, 0x01, 0x2A])
            _ = try client.readHead()
            #expect(try client.read(exactly: 3) == [0x82, 0x01, 0x2A])
            #expect(try server.read(exactly: early.count) == early)
            try proxy.wait { $0.frames.count == 2 }
            #expect(Set(proxy.frames.map(\.frame.payload)) == [[0x68, 0x69], [0x2A]])
        }
    }

    @Test func `a half-close passes as a half-close`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try client.write([0x88, 0x80, 0, 0, 0, 0])
            client.endOutput()
            #expect(try server.readToEnd() == [0x88, 0x80, 0, 0, 0, 0])
            try server.write([0x81, 0x02, 0x68, 0x69])
            #expect(try client.read(exactly: 4) == [0x81, 0x02, 0x68, 0x69])
            server.endOutput()
            #expect(try client.readToEnd().isEmpty)
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.closures.map(\.by) == [.client])
        }
    }

    @Test(arguments: [Direction.clientToServer, .serverToClient])
    func `a reset passes as a reset`(from direction: Direction) async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            let (sender, receiver) = direction == .clientToServer ? (client, server) : (server, client)
            try sender.write([0x81, 0x00])
            #expect(try receiver.read(exactly: 2) == [0x81, 0x00])
            sender.reset()
            let error = #expect(throws: SocketError.self) { _ = try receiver.read() }
            #expect(error?.isReset == true)
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.closures.map(\.by) == [.transport])
            #expect(proxy.closures[0].detail?.contains("reset") == true)
        }
    }

    @Test(arguments: [Direction.clientToServer, .serverToClient])
    func `what came before a reset arrives before it, however slow the reader`(from direction: Direction) async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream, receiveBuffer: 4096)
            let (sender, receiver) = direction == .clientToServer ? (client, server) : (server, client)
            // Less than what livetop reads ahead for a reader that is stuck.
            let frame = [0x82, 0x7F, 0, 0, 0, 0, 0, 2, 0, 0] + [UInt8](repeating: 7, count: 131_072)
            try sender.write(frame)
            try proxy.wait { $0.frames.count == 1 }
            sender.reset()
            pause(milliseconds: 100)
            #expect(try receiver.read(exactly: frame.count) == frame)
            let error = #expect(throws: SocketError.self) { _ = try receiver.read() }
            #expect(error?.isReset == true)
            try proxy.wait { !$0.closures.isEmpty }
        }
    }

    @Test func `the first close frame names who closed, with code and reason`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write([0x88, 0x05, 0x03, 0xF0] + Array("why".utf8))
            #expect(try client.read(exactly: 7).suffix(3) == Array("why".utf8))
            try client.write([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xF0])
            _ = try server.read(exactly: 8)
            server.endOutput()
            #expect(try client.readToEnd().isEmpty)
            client.endOutput()
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.closures == [Closure(by: .server, code: CloseCode(rawValue: 1008), reason: "why")])
        }
    }

    @Test func `a frame that announces 2^63 bytes loses the framing and nothing else`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            let odd: [UInt8] = [0x82, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0] + Array("and more".utf8)
            try server.write(odd)
            #expect(try client.read(exactly: odd.count) == odd)
            try client.write([0x81, 0x80, 1, 2, 3, 4])
            #expect(try server.read(exactly: 6) == [0x81, 0x80, 1, 2, 3, 4])
            try proxy.wait { $0.frames.count == 1 }
            #expect(
                proxy.events.contains { if case .framingLost(.serverToClient, _) = $0.kind { true } else { false } })
        }
    }

    @Test(arguments: [Direction.clientToServer, .serverToClient])
    func `a frame of more than 64 MB passes byte for byte, and is kept in part`(direction: Direction) async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            let (sender, receiver) = direction == .clientToServer ? (client, server) : (server, client)
            let (size, limit) = (64 << 20 + 1, ProxyConfiguration.Limits().capturedPayloadByteCount)
            let chunk = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let header: [UInt8] = [0x82, 0x7F] + (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
            let sending = inBackground {
                try sender.write(header)
                for _ in 0..<64 { try sender.write(chunk) }
                try sender.write(chunk.prefix(1))
            }
            #expect(try receiver.read(exactly: 10) == header)
            for _ in 0..<64 {
                let isSame = try receiver.read(exactly: chunk.count) == chunk
                try #require(isSame)
            }
            #expect(try receiver.read(exactly: 1) == [chunk[0]])
            try sending.wait()
            // What follows is found where it begins.
            try sender.write([0x81, 0x00])
            #expect(try receiver.read(exactly: 2) == [0x81, 0x00])
            try proxy.wait { $0.frames.count == 2 }
            let kept = try #require(proxy.frames.first?.frame)
            #expect(kept.byteCount == size && kept.isCut && kept.payload?.count == limit)
            #expect(kept.payload?.prefix(chunk.count).elementsEqual(chunk) == true)
        }
    }

    @Test func `a reader that is stuck stops the sender, with bounded memory`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream, receiveBuffer: 65_536)
            let chunk = [UInt8](repeating: 0, count: 1 << 20)
            var sent = 0
            var idle = 0
            // The kernel buffers of two sockets and livetop's own water mark are all there is between the two.
            while idle < 40, sent < 64 << 20 {
                let count = server.writeWhatFits(chunk)
                sent += count
                idle = count == 0 ? idle + 1 : 0
                if count == 0 { pause(milliseconds: 10) }
            }
            #expect(sent < 32 << 20)
            try proxy.wait { $0.events.contains { $0.kind == .paused(.serverToClient) } }
            #expect(try client.read(exactly: sent).count == sent)
            try proxy.wait { $0.events.contains { $0.kind == .resumed(.serverToClient) } }
        }
    }

    @Test func `the kernel's round trips of both legs are told while frames cross`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try proxy.wait { proxy in
                try? client.write([0x82, 0x81, 0, 0, 0, 0, 1])
                _ = try? server.read(exactly: 7)
                return proxy.events.contains { event in
                    guard case .pathSample(let sample) = event.kind else { return false }
                    return sample.client != nil && sample.upstream != nil
                }
            }
        }
    }

    @Test func `stopping says 1001 to the client at a frame boundary and passes its answer on`() async throws {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        let (client, server) = try await onThread { try proxy.call(upstream) }
        async let stopped: Void = proxy.stop()
        try await onThread {
            let goodbye = try client.read(exactly: 4)
            #expect(goodbye[0] == 0x88 && goodbye[2...] == [0x03, 0xE9])
            _ = try client.read(exactly: Int(goodbye[1]) - 2)
            try client.write([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE9])
            #expect(try server.read(exactly: 8) == [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE9])
            server.endOutput()
            #expect(try client.readToEnd().isEmpty)
            client.endOutput()
        }
        await stopped
        try await onThread { try proxy.wait { !$0.closures.isEmpty } }
        #expect(proxy.closures.map(\.by) == [.proxy])
        #expect(proxy.closures.first?.code == CloseCode(rawValue: 1001))
    }

    @Test func `sequence numbers count both directions`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            for _ in 0..<5 {
                try client.write([0x81, 0x80, 0, 0, 0, 0])
                _ = try server.read(exactly: 6)
                try server.write([0x81, 0x00])
                _ = try client.read(exactly: 2)
            }
            try proxy.wait { $0.frames.count == 10 }
            let sequences = proxy.events.compactMap { event in
                if case .frame = event.kind { event.sequence } else { nil }
            }
            #expect(sequences == Array(1...10))
        }
    }
}
