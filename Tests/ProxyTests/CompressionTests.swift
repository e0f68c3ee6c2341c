import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

/// What becomes of extensions that a client offers, and of what is agreed on.
@Suite struct CompressionTests {
    private static func offer(_ lines: [String], passes: Bool = true) -> (fields: [HTTPField], removed: String?) {
        var fields =
            [HTTPField("Host", "h")] + lines.compactMap { HTTPField(line: Array($0.utf8)) } + [HTTPField("X", "y")]
        let offer = ExtensionOffer(fields, passesCompression: passes)
        offer.apply(to: &fields)
        return (fields, offer.removed)
    }

    @Test(arguments: [
        "Sec-WebSocket-Extensions: permessage-deflate",
        "sec-websocket-extensions:   permessage-deflate;client_max_window_bits ; server_max_window_bits=10",
        "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover, permessage-deflate",
        "Sec-WebSocket-Extensions: PerMessage-Deflate; client_max_window_bits=\"12\"",
    ])
    func `an offer of compression passes byte for byte`(line: String) {
        let (fields, removed) = Self.offer([line])
        #expect(fields.map(\.line) == [Array("Host: h".utf8), Array(line.utf8), Array("X: y".utf8)])
        #expect(removed == nil)
    }

    @Test func `what livetop could not read is taken out, and said`() {
        let (fields, removed) = Self.offer([
            "Sec-WebSocket-Extensions: x-frame; p=\"a,b\", permessage-deflate; client_max_window_bits",
            "Sec-WebSocket-Extensions: other",
        ])
        #expect(
            fields.map(\.line) == [
                Array("Host: h".utf8),
                Array("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits".utf8), Array("X: y".utf8),
            ])
        #expect(removed == "x-frame; p=\"a,b\", other")
    }

    @Test func `without compression nothing is left of the offer`() {
        let (fields, removed) = Self.offer(["Sec-WebSocket-Extensions: permessage-deflate"], passes: false)
        #expect(fields.map(\.name) == ["Host", "X"])
        #expect(removed == "permessage-deflate")
        #expect(Self.offer(["Sec-WebSocket-Extensions: ,, ;"]).removed == nil)
    }

    @Test func `terms are read from the answer`() {
        func terms(_ value: String) -> CompressionTerms? {
            CompressionTerms(answer: [HeaderField("sec-webSocket-extensions", value)])
        }
        #expect(terms("permessage-deflate") == CompressionTerms())
        #expect(
            terms("permessage-deflate; server_no_context_takeover;server_max_window_bits=9")
                == CompressionTerms(serverForgets: true))
        #expect(terms("Permessage-Deflate ;\tclient_no_context_takeover") == CompressionTerms(clientForgets: true))
        #expect(terms("x-other") == nil)
        #expect(CompressionTerms(answer: []) == nil)
    }
}

/// Calls whose two ends have agreed on compression.
@Suite struct CompressedCallTests {
    private static let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"

    /// A call that is compressed in the eyes of all.
    private static func call(
        _ proxy: RunningProxy, _ upstream: ListeningSocket, path: String = ""
    ) throws -> (client: Socket, server: Socket, head: String) {
        let client = try Socket.connect(port: proxy.port)
        try client.write(
            RunningProxy.upgradeRequest.replacing("\r\n\r\n", with: "\r\n\(offer)\r\n\r\n").replacing(
                "GET /", with: "GET \(path)/"))
        let server = try upstream.accept()
        let head = try server.readHead()
        try server.write(
            RunningProxy.upgradeResponse.replacing(
                "\r\n\r\n", with: "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"))
        _ = try client.readHead()
        return (client, server, head)
    }

    @Test func `compressed frames pass as they are, both ways`() async throws {
        try await withProxy { proxy, upstream in
            let (client, server, head) = try Self.call(proxy, upstream)
            #expect(head.contains("\r\n\(Self.offer)\r\n"))
            // "Hello" of RFC 7692 §7.2.3.1, in one frame and in two, and masked.
            let whole: [UInt8] = [0xC1, 0x07, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
            let parts: [UInt8] = [0x41, 0x03, 0xF2, 0x48, 0xCD, 0x89, 0x00, 0x80, 0x04, 0xC9, 0xC9, 0x07, 0x00]
            try server.write(whole + parts)
            #expect(try client.read(exactly: whole.count + parts.count) == whole + parts)
            let masked: [UInt8] = [0xC1, 0x87, 1, 2, 3, 4, 0xF3, 0x4A, 0xCE, 0xCD, 0xC8, 0x05, 0x03]
            try client.write(masked)
            #expect(try server.read(exactly: masked.count) == masked)
            try proxy.wait { $0.frames.count == 5 }
            guard case .opened(let info) = proxy.events[0].kind else {
                Issue.record("\(proxy.events)")
                return
            }
            #expect(info.removedExtensions == nil)
        }
    }

    @Test func `a call that is to be broken is not compressed`() async throws {
        try await withProxy { proxy, upstream in
            let (_, _, head) = try Self.call(proxy, upstream, path: "/f/close%401turn")
            #expect(!head.lowercased().contains("extensions"))
            try proxy.wait { !$0.events.isEmpty }
            guard case .opened(let info) = proxy.events[0].kind else {
                Issue.record("\(proxy.events)")
                return
            }
            #expect(info.removedExtensions == "permessage-deflate; client_max_window_bits")
        }
    }

    @Test func `no-deflate takes the offer out`() async throws {
        try await withProxy {
            $0.passesCompression = false
        } _: { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write(
                RunningProxy.upgradeRequest.replacing("\r\n\r\n", with: "\r\n\(Self.offer)\r\n\r\n"))
            let head = try upstream.accept().readHead()
            #expect(!head.contains("permessage-deflate"))
        }
    }

    @Test func `faults that read messages are refused to a call that is compressed, others work`() async throws {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)")
        let (client, server, _) = try await onThread { try Self.call(proxy, upstream) }
        try await onThread { try proxy.wait { $0.events.count >= 2 } }
        let connection = try #require(proxy.events.first?.connection)
        let error = await #expect(throws: FaultError.self) {
            try await proxy.server.order([try FaultText.parse("drop:turnComplete")], for: .connection(connection))
        }
        #expect(error?.why.contains("compressed (permessage-deflate)") == true)
        #expect(error?.cure.contains("--no-deflate") == true)
        _ = try await proxy.server.order([try FaultText.parse("close:1011")], for: .connection(connection))
        try await onThread {
            let close = try client.read(exactly: 4)
            #expect(close == [0x88, 0x02, 0x03, 0xF3])
            client.endOutput()
            server.endOutput()
        }
        await proxy.stop()
    }
}
