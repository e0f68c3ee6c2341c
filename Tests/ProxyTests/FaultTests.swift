import LiveProtocol
import Proxy
import TestSupport
import Testing

/// What faults do to a call, seen from both ends, and what is recorded of it.
@Suite struct FaultTests {
    @Test func `goAway is sent between messages, and a close when its time is over`() async throws {
        try await withFaults("goaway@1turn,left=200ms") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.text + CallBytes.turnComplete)
            let announced = CallBytes.down(#"{"goAway":{"timeLeft":"0.200s"}}"#)
            let expected = CallBytes.text + CallBytes.turnComplete + announced
            #expect(try client.read(exactly: expected.count) == expected)
            let close = Frame.close(
                CloseCode(rawValue: 1011), reason: "Deadline expired before operation could complete.")
            let bytes = FrameEncoder.encode(close)
            #expect(try client.read(exactly: bytes.count) == bytes)
            let answer = FrameEncoder.encode(Frame.close(CloseCode(rawValue: 1011)).masked(with: CallBytes.key))
            try client.write(answer)
            #expect(try server.read(exactly: answer.count) == answer)
            server.endOutput()
            client.endOutput()
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.closures.map(\.by) == [.proxy])
            #expect(proxy.closures[0].detail == "injected: goaway@1turn,left=200ms")
            #expect(proxy.faults(.serverToClient) == [nil, nil, .injected, .injected])
            #expect(proxy.notes.first == "sends goAway with 0.200s left")
        }
    }

    @Test func `a close is the service's to look at, and what the service says afterwards is kept back`() async throws {
        try await withFaults("close:1011:Internal error encountered.@1messages") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.text)
            let close = FrameEncoder.encode(.close(CloseCode(rawValue: 1011), reason: "Internal error encountered."))
            #expect(try client.read(exactly: CallBytes.text.count + close.count) == CallBytes.text + close)
            try server.write(CallBytes.turnComplete)
            try proxy.wait { $0.faults(.serverToClient) == [nil, .injected, .withheld] }
            server.endOutput()
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a reset is one for the client, and the service sees the end of a client`() async throws {
        try await withFaults("reset@1turn") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.turnComplete)
            #expect(try client.read(exactly: CallBytes.turnComplete.count) == CallBytes.turnComplete)
            let error = #expect(throws: SocketError.self) { _ = try client.read() }
            #expect(error?.isReset == true)
            #expect(try server.readToEnd().isEmpty)
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.closures.map(\.detail) == ["injected: reset@1turn"])
        }
    }

    @Test func `the connection ends without a close frame, for both`() async throws {
        try await withFaults("fin@1turn") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.turnComplete)
            #expect(try client.readToEnd() == CallBytes.turnComplete)
            #expect(try server.readToEnd().isEmpty)
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.closures.map(\.by) == [.proxy])
            #expect(proxy.closures[0].detail == "injected: fin@1turn")
            #expect(proxy.notes == ["ends the connection without a close frame"])
        }
    }

    @Test func `the service's connection can be the one that ends`() async throws {
        try await withFaults("fin@1turn,dir=up") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.turnComplete)
            #expect(try server.readToEnd().isEmpty)
            #expect(try client.readToEnd() == CallBytes.turnComplete)
        }
    }

    @Test func `one way ends, and the other one goes on`() async throws {
        try await withFaults("half-close@1turn") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.turnComplete)
            // The client reads the end, and what the service still says is kept from it.
            #expect(try client.readToEnd() == CallBytes.turnComplete)
            try server.write(CallBytes.text)
            try client.write(CallBytes.setup)
            #expect(try server.read(exactly: CallBytes.setup.count) == CallBytes.setup)
            try proxy.wait { $0.faults(.serverToClient).count == 2 }
            #expect(proxy.faults(.serverToClient) == [nil, .withheld])
            client.endOutput()
            server.endOutput()
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.closures[0].detail == "injected: half-close@1turn")
        }
    }

    @Test func `the way to the service ends, and the service goes on speaking`() async throws {
        try await withFaults("half-close@1turn,dir=up") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.turnComplete)
            _ = try client.read(exactly: CallBytes.turnComplete.count)
            #expect(try server.readToEnd().isEmpty)
            try server.write(CallBytes.text)
            #expect(try client.read(exactly: CallBytes.text.count) == CallBytes.text)
            server.endOutput()
        }
    }

    @Test func `half of a message arrives, and then the end`() async throws {
        try await withFaults("truncate") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.text)
            #expect(try client.readToEnd() == Array(CallBytes.text.prefix(CallBytes.text.count / 2)))
            try proxy.wait { !$0.closures.isEmpty }
            #expect(proxy.faults(.serverToClient) == [.withheld])
        }
    }

    @Test func `an upgrade is refused with the status, and the service is never asked`() async throws {
        try await withFaults("refuse:429") { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(RunningProxy.upgradeRequest)
            let head = try client.readHead()
            #expect(head.hasPrefix("HTTP/1.1 429 Too Many Requests\r\n"))
            try proxy.wait { !$0.closures.isEmpty }
            let refusals = proxy.events.compactMap { if case .refused(let refusal) = $0.kind { refusal } else { nil } }
            #expect(refusals.map(\.by) == [.proxy])
            #expect(proxy.notes == ["refuses the upgrade with 429"])
        }
    }

    @Test func `numbers of tokens are changed, and the rest of the message is as it was`() async throws {
        try await withFaults("usage-jump:120000") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.usage + CallBytes.usage)
            let changed = CallBytes.down(
                #"{"usageMetadata":{"promptTokenCount":120000,"totalTokenCount":120000,"x":[1, 2]}}"#)
            #expect(try client.read(exactly: changed.count + CallBytes.usage.count) == changed + CallBytes.usage)
            try proxy.wait { $0.frames.count == 3 }
            #expect(proxy.faults(.serverToClient) == [.replaced, .changed, nil])
        }
    }

    @Test func `a held message comes behind those that followed it, and one is said twice`() async throws {
        try await withFaults("hold:interrupted:100ms", "duplicate:turnComplete") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.interrupted + CallBytes.text + CallBytes.turnComplete)
            let expected = CallBytes.text + CallBytes.turnComplete + CallBytes.turnComplete + CallBytes.interrupted
            #expect(try client.read(exactly: expected.count) == expected)
            try proxy.wait { $0.frames.count == 4 }
            #expect(proxy.faults(.serverToClient) == [.late, nil, nil, .injected])
        }
    }

    @Test func `a message changes places with the next one`() async throws {
        try await withFaults("reorder:interrupted") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.interrupted + CallBytes.text)
            let expected = CallBytes.text + CallBytes.interrupted
            #expect(try client.read(exactly: expected.count) == expected)
        }
    }

    @Test func `a call of a function is invented, and its answer stays here`() async throws {
        try await withFaults("tool-call@1turn") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try client.write(CallBytes.setup)
            #expect(try server.read(exactly: CallBytes.setup.count) == CallBytes.setup)
            try server.write(CallBytes.turnComplete)
            let call = CallBytes.down(
                #"{"toolCall":{"functionCalls":[{"id":"livetop-1","name":"get_weather","args":{}}]}}"#)
            let expected = CallBytes.turnComplete + call
            #expect(try client.read(exactly: expected.count) == expected)
            try client.write(
                CallBytes.up(#"{"toolResponse":{"functionResponses":[{"id":"livetop-1","response":{}}]}}"#))
            let next = CallBytes.up(#"{"realtimeInput":{"text":"go on"}}"#)
            try client.write(next)
            #expect(try server.read(exactly: next.count) == next)
            try proxy.wait { $0.faults(.clientToServer).count == 3 }
            #expect(proxy.faults(.clientToServer) == [nil, .withheld, nil])
        }
    }

    @Test func `a handle is refused as the service refuses it, and never reaches it`() async throws {
        try await withFaults("resume-refused") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try client.write(CallBytes.up(#"{"setup":{"model":"models/x","sessionResumption":{"handle":"h-1"}}}"#))
            let close = Frame.close(CloseCode(rawValue: 1008), reason: "BidiGenerateContent session not found")
            let bytes = FrameEncoder.encode(close)
            #expect(try client.read(exactly: bytes.count) == bytes)
            client.endOutput()
            #expect(try server.readToEnd().isEmpty)
        }
    }

    @Test func `no handle and no pong arrives`() async throws {
        try await withFaults("handle-withheld", "ping-timeout") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(FrameEncoder.encode(Frame(.pong, [1])) + CallBytes.handle + CallBytes.text)
            #expect(try client.read(exactly: CallBytes.text.count) == CallBytes.text)
            try proxy.wait { $0.frames.count == 3 }
            #expect(proxy.faults(.serverToClient) == [.withheld, .withheld, nil])
        }
    }

    @Test func `the user's audio becomes silence of the same length, and the rest of the message stays`() async throws {
        try await withFaults("loss:100%") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            let blob = { (data: String) in
                CallBytes.up(#"{"realtimeInput": {"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(data)"}} }"#)
            }
            try client.write(blob(Base64.encode([1, 2, 3, 4])))
            let expected = blob(Base64.encode([0, 0, 0, 0]))
            #expect(try server.read(exactly: expected.count) == expected)
            try proxy.wait { $0.frames.count == 2 }
            #expect(proxy.faults(.clientToServer) == [.replaced, .changed])
        }
    }

    @Test func `a stall keeps a direction back for its time, and in order`() async throws {
        try await withFaults("stall,dir=down,for=200ms") { proxy, upstream in
            let (client, server) = try proxy.call(upstream)
            try server.write(CallBytes.interrupted + CallBytes.text)
            try client.write(CallBytes.setup)
            #expect(try server.read(exactly: CallBytes.setup.count) == CallBytes.setup)
            let expected = CallBytes.interrupted + CallBytes.text
            #expect(try client.read(exactly: expected.count) == expected)
            #expect(proxy.faults(.serverToClient) == [.late, .late])
        }
    }
}

/// Who may ask for faults, and what is told where they make no sense.
@Suite struct FaultRequestTests {
    private static func upgrade(_ path: String, headers: String = "") -> String {
        RunningProxy.upgradeRequest.replacing("GET /ws", with: "GET \(path)/ws")
            .replacing("\r\n\r\n", with: "\r\n\(headers)\r\n")
    }

    @Test func `a prefix of the path breaks the calls of one client`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(Self.upgrade("/f/interrupted%401turn/t/shop"))
            let server = try upstream.accept()
            let head = try server.readHead()
            #expect(head.hasPrefix("GET /ws/google.ai"))
            try server.write(RunningProxy.upgradeResponse)
            _ = try client.readHead()
            try server.write(CallBytes.turnComplete)
            let expected = CallBytes.turnComplete + CallBytes.interrupted
            #expect(try client.read(exactly: expected.count) == expected)
            guard case .opened(let info)? = proxy.events.first?.kind else { return }
            #expect(info.tag == "shop")
        }
    }

    @Test func `an unknown fault in the path is answered with the known ones`() async throws {
        try await withProxy { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(Self.upgrade("/f/goway"))
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.contains("there is no fault 'goway'"))
            #expect(answer.contains("goaway, close, reset"))
        }
    }

    /// A client asks for tokens and models under the same base URL.
    @Test func `a request that is no WebSocket passes, and an unknown fault is told to it too`() async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET /f/reset/v1beta/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let server = try upstream.accept()
            #expect(try server.readHead().hasPrefix("GET /v1beta/models HTTP/1.1\r\n"))
            try server.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            #expect(try client.readHead().hasPrefix("HTTP/1.1 200 OK\r\n"))
            let other = try Socket.connect(port: proxy.port)
            try other.write("GET /f/goway/v1beta/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            let answer = String(decoding: try other.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("there is no fault 'goway'"))
            #expect(proxy.notes.isEmpty)
        }
    }

    @Test func `a foreign page gets no fault, and no call`() async throws {
        try await withProxy { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(Self.upgrade("/f/refuse:429", headers: "Origin: https://evil.example\r\n"))
            #expect(String(decoding: try client.readToEnd(), as: UTF8.self).hasPrefix("HTTP/1.1 403 "))
            #expect(proxy.notes.isEmpty)
        }
    }

    @Test func `without recording, and where nobody understands the messages, there are no faults`() async throws {
        try await withProxy {
            $0.isCaptureOn = false
        } _: { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(Self.upgrade("/f/reset"))
            #expect(String(decoding: try client.readToEnd(), as: UTF8.self).contains("nothing is recorded"))
        }
        try await withProxy { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(
                RunningProxy.upgradeRequest.replacing(
                    "GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent",
                    with: "GET /f/goaway/socket"))
            #expect(String(decoding: try client.readToEnd(), as: UTF8.self).contains("reads messages of the Live API"))
        }
    }

    @Test func `a call that runs can be broken in the middle of a frame, and goes on as it was`() async throws {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        let (client, server) = try await onThread { try proxy.call(upstream) }
        let half = CallBytes.text.count / 2
        try await onThread {
            try server.write(CallBytes.text.prefix(half))
            _ = try client.read(exactly: half)
        }
        try await onThread { try proxy.wait { !$0.events.isEmpty } }
        let connection = try #require(proxy.events.first?.connection)
        let fault = try FaultText.parse("interrupted")
        #expect(try await proxy.server.order([fault], for: .connection(connection)) == 1)
        try await onThread {
            try server.write(CallBytes.text.dropFirst(half) + CallBytes.turnComplete)
            let expected = CallBytes.text.dropFirst(half) + CallBytes.interrupted + CallBytes.turnComplete
            #expect(try client.read(exactly: expected.count) == Array(expected))
            try proxy.wait { $0.faults(.serverToClient).count == 3 }
            #expect(proxy.faults(.serverToClient) == [nil, .injected, nil])
        }
        #expect(proxy.server.faultStates.map(\.phase) == [.over])
        try await onThread {
            client.endOutput()
            server.endOutput()
            try proxy.wait { !$0.closures.isEmpty }
        }
        #expect(proxy.server.faultStates.isEmpty)
        let error = await #expect(throws: FaultError.self) {
            try await proxy.server.order([fault], for: .connection(connection))
        }
        #expect(error?.why.contains("has ended") == true)
        await proxy.stop()
    }

    @Test func `faults for the next calls are used up, those for a tag stay until they are stopped`() async throws {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        _ = try await proxy.server.order([try FaultText.parse("refuse:503")], for: .next(1))
        _ = try await proxy.server.order([try FaultText.parse("refuse:429")], for: .tag("shop"))
        let answers = try await onThread {
            try ["", "/t/shop", "/t/shop"].map { path in
                let client = try Socket.connect(port: proxy.port)
                try client.write(Self.upgrade(path))
                return String(decoding: try client.readToEnd(), as: UTF8.self).prefix(12)
            }
        }
        #expect(answers == ["HTTP/1.1 503", "HTTP/1.1 429", "HTTP/1.1 429"])
        #expect(proxy.server.faultOrders.map(\.target) == [.tag("shop")])
        // The first one was used up: nobody has its number any more.
        #expect(proxy.server.faultOrders.map(\.fault.number) == [2])
        #expect(!proxy.server.stopFault(1))
        #expect(proxy.server.stopFault(2))
        #expect(proxy.server.faultOrders.isEmpty)
        _ = try await proxy.server.order([try FaultText.parse("refuse:429")], for: .all)
        proxy.server.stopFaults()
        #expect(proxy.server.faultOrders.isEmpty)
        await proxy.stop()
    }
}
