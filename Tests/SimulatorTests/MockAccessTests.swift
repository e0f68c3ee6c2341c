import Foundation
import LiveProtocol
import NIOCore
import NIOHTTP1
import NIOPosix
import TestSupport
import Testing

@testable import Simulator

/// Who may use what listens: the mock, and with it `replay --serve`.
struct MockAccessTests {
    private static let livePath = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"

    /// The status of the answer to a request with these headers.
    private func status(_ target: String, _ headers: [String], access: AccessPolicy = AccessPolicy()) async throws
        -> Int
    {
        var configuration = MockConfiguration(behaviour: .quick)
        configuration.access = access
        let server = try MockServer(configuration)
        let port = try await server.start()
        let upgrade = [
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
        ]
        let lines = ["GET \(target) HTTP/1.1"] + headers + (target.hasPrefix("/ws/") ? upgrade : []) + ["", ""]
        let answer = try await Self.ask(lines.joined(separator: "\r\n"), port: port)
        await server.shutdown()
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private static func ask(_ request: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            for try await part in inbound { return String(buffer: part) }
            return ""
        }
    }

    @Test(arguments: ["/v1beta/models", MockAccessTests.livePath])
    func `loopback is served, foreign pages and hosts are not`(target: String) async throws {
        let welcome = target.hasPrefix("/ws/") ? 101 : 200
        #expect(try await status(target, ["Host: localhost:8911"]) == welcome)
        #expect(try await status(target, ["Host: [::1]", "Origin: http://localhost:3000"]) == welcome)
        #expect(try await status(target, ["Host: rebound.evil.com"]) == 421)
        #expect(try await status(target, ["Host: localhost", "Origin: http://evil.com"]) == 403)
        #expect(try await status(target, ["Host: rebound.evil.com", "Origin: http://evil.com"]) == 403)
        #expect(try await status(target, ["Host: localhost", "Origin: null"]) == 403)
        #expect(try await status(target, ["Host: localhost", "Sec-Fetch-Site: cross-site"]) == 403)
        #expect(try await status(target, ["Host: localhost:80@evil.com"]) == 421)
        #expect(try await status(target, ["Host: localhost", "Host: localhost"]) == 400)
    }

    @Test(arguments: ["/v1beta/models", MockAccessTests.livePath])
    func `what was allowed is served`(target: String) async throws {
        let access = AccessPolicy(allowedHosts: ["mock.internal"], allowedOrigins: ["https://app.example"])
        let welcome = target.hasPrefix("/ws/") ? 101 : 200
        let headers = ["Host: mock.internal:8911", "Origin: https://app.example", "Sec-Fetch-Site: cross-site"]
        #expect(try await status(target, headers, access: access) == welcome)
    }
}
