import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

/// Plain HTTP as it left its sender: what of a head is not livetop's to change.
@Suite struct FidelityTests {
    /// The head that the upstream got for a request with this line and these headers.
    private func forwarded(
        _ line: [UInt8], _ headers: String = "Host: localhost\r\n", base: String = ""
    ) async throws -> [UInt8] {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)\(base)")
        let head = try await onThread {
            let client = try Socket.connect(port: proxy.port)
            try client.write(line + Array("\r\n\(headers)\r\n".utf8))
            let server = try upstream.accept()
            var head: [UInt8] = []
            while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head += try server.read(exactly: 1) }
            return head
        }
        await proxy.stop()
        return head
    }

    private func target(of head: [UInt8]) -> [UInt8]? {
        head.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).dropFirst().first.map(Array.init)
    }

    @Test(arguments: [
        [0x2F, 0xFF], [0x2F, 0xC3, 0x28, 0x3F, 0xE2, 0x82], Array("/a%FF?b=%00&c=a//b/../d".utf8),
        Array("/ä/\u{301}x?ß".utf8), Array("//double//slashes?q=//".utf8), [0x2F, 0x80, 0x2F, 0xFE, 0x3D, 0x25],
        Array("/\"<>^`{|}\\".utf8),
    ])
    func `a target goes on byte for byte`(bytes: [UInt8]) async throws {
        let head = try await forwarded(Array("GET ".utf8) + bytes + Array(" HTTP/1.1".utf8))
        #expect(target(of: head) == bytes)
        let below = try await forwarded(Array("GET ".utf8) + bytes + Array(" HTTP/1.1".utf8), base: "/base")
        #expect(target(of: below) == Array("/base".utf8) + bytes)
        let tagged = try await forwarded(Array("GET /t/tag".utf8) + bytes + Array(" HTTP/1.1".utf8))
        #expect(target(of: tagged) == bytes)
    }

    @Test(arguments: ["", "/base"]) func `OPTIONS for the server as a whole stays so`(base: String) async throws {
        let head = try await forwarded(Array("OPTIONS * HTTP/1.1".utf8), base: base)
        #expect(head.starts(with: "OPTIONS * HTTP/1.1\r\n".utf8))
    }

    @Test func `naming a header in Connection takes none away that is meant for all`() async throws {
        let names = [
            "Host: localhost", "Authorization: Bearer x", "X-Goog-Api-Key: k", "Content-Type: a/b", "Accept: */*",
            "Cookie: c", "X-Hop: 1", "Content-Length: 0",
        ]
        let connection = "Connection: " + names.map { $0.prefix { $0 != ":" }.lowercased() }.joined(separator: ", ")
        let head = try await forwarded(
            Array("GET / HTTP/1.1".utf8), (names + [connection]).joined(separator: "\r\n") + "\r\n")
        let text = String(decoding: head, as: UTF8.self)
        #expect(text.contains("\r\nHost: 127.0.0.1:"))
        for line in names.dropFirst() where !line.hasPrefix("X-Hop") {
            #expect(text.contains("\r\n\(line)\r\n"), "\(text)")
        }
        #expect(!text.contains("X-Hop"))
    }

    @Test(arguments: [[0x4F, 0x4B, 0xFF], [], Array("Très bien".utf8)])
    func `the words behind a status go back byte for byte`(reason: [UInt8]) async throws {
        try await withProxy { proxy, upstream in
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let server = try upstream.accept()
            _ = try server.readHead()
            let line = Array("HTTP/1.1 200 ".utf8) + reason
            try server.write(line + Array("\r\nX-Odd: \u{e9}\r\nContent-Length: 0\r\n\r\n".utf8))
            #expect(try client.read(exactly: line.count) == line)
        }
    }
}
