import Foundation
import LiveProtocol
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Corpus
@testable import Simulator

/// Mock and scripted client on real sockets.
struct MockServerTests {
    /// A running mock, its address, and what `body` makes of it.
    private func withMock<Result>(
        _ configuration: MockConfiguration = MockConfiguration(behaviour: .quick),
        _ body: (MockServer, ClientConfiguration) async throws -> Result
    ) async throws -> Result {
        var configuration = configuration
        configuration.keepsFrames = true
        let server = try MockServer(configuration)
        let port = try await server.start()
        let client = ClientConfiguration(
            url: "ws://127.0.0.1:\(port)", patience: .seconds(20), pace: 5, keepsFrames: true)
        do {
            let result = try await body(server, client)
            await server.shutdown()
            return result
        } catch {
            await server.shutdown()
            throw error
        }
    }

    @Test(arguments: [
        Script.textTalk(turns: 2), .voiceTalk(turns: 2), .toolUse(turns: 1), .toolCancelled(), .wrongModel, .failing(),
    ]) func `a scenario is played to its end`(script: Script) async throws {
        try await withMock { _, configuration in
            let outcome = await ScriptedClient(configuration).play(script)
            #expect(outcome.missed == nil)
            guard case .closed = outcome.ending else {
                Issue.record("ended with \(outcome.ending)")
                return
            }
        }
    }

    @Test(arguments: Spelling.allCases)
    func `client and mock agree on every byte of the conversation`(spelling: Spelling) async throws {
        try await withMock { server, configuration in
            var configuration = configuration
            configuration.spelling = spelling
            let outcome = await ScriptedClient(configuration).play(.voiceTalk(turns: 2))
            for direction in Direction.allCases {
                let seen = server.frames.filter { $0.direction == direction }
                let areEqual = outcome.frames.filter { $0.direction == direction } == seen
                #expect(areEqual, "\(direction): \(seen.count) frames at the mock")
                #expect(seen.count > 20)
            }
        }
    }

    @Test func `a script sends on the wire what it records without one`() async throws {
        let script = Script.bargeIn
        let events = script.wireEvents(connection: ConnectionID(rawValue: 1), from: Timestamp(nanoseconds: 0))
        let configuration = MockConfiguration(behaviour: .quick, seed: 0, script: script)
        try await withMock(configuration) { server, client in
            let outcome = await ScriptedClient(client).play(script)
            #expect(outcome.missed == nil)
            for direction in Direction.allCases {
                let expected = events.compactMap { event -> Frame? in
                    guard case .frame(direction, let frame) = event.kind else { return nil }
                    return frame
                }
                let seen = server.frames.filter { $0.direction == direction && $0.frame.opcode != .close }
                let areEqual = seen.map(\.frame) == expected
                #expect(areEqual, "\(direction): \(seen.count) frames against \(expected.count)")
            }
        }
    }

    @Test func `many calls at once do not disturb each other`() async throws {
        try await withMock { server, configuration in
            let outcomes = await withTaskGroup(of: ClientOutcome.self) { group in
                for number in 1...40 {
                    var configuration = configuration
                    configuration.seed = UInt64(number)
                    group.addTask { await ScriptedClient(configuration).play(.textTalk(turns: 2)) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count == 40)
            #expect(outcomes.allSatisfy { $0.missed == nil && $0.ending == .closed(code: 1000, reason: "") })
            #expect(server.connectionCount == 40)
        }
    }

    @Test func `a chain of connections carries one session on`() async throws {
        try await withMock { server, configuration in
            var configuration = configuration
            for _ in 1...3 {
                let outcome = await ScriptedClient(configuration).play(.moving())
                #expect(outcome.missed == nil)
                #expect(outcome.handle != nil && outcome.handle != configuration.handle)
                configuration.handle = outcome.handle
            }
            let prompts = try server.frames.filter { $0.direction == .serverToClient && !$0.frame.opcode.isControl }
                .compactMap { try MessageCoding.decode(ServerJSON.self, from: $0.frame.payload ?? []).usageMetadata }
                .map(\.promptTokenCount)
            #expect(prompts == prompts.sorted() && prompts.count >= 3)
        }
    }

    @Test func `a busy service refuses the upgrade and a wrong key is refused after it`() async throws {
        try await withMock { _, configuration in
            var configuration = configuration
            configuration.key = "mock-busy"
            #expect(await ScriptedClient(configuration).play(.textTalk()).ending == .refused(429))
            configuration.key = "mock-invalid"
            let refused = await ScriptedClient(configuration).play(.textTalk()).ending
            #expect(refused == .closed(code: 1007, reason: MockClosure.keyNotValid.reason))
        }
    }

    @Test func `a port where nobody listens is unreachable`() async throws {
        let server = try MockServer(MockConfiguration())
        let port = try await server.start()
        await server.shutdown()
        let outcome = await ScriptedClient(ClientConfiguration(url: "ws://127.0.0.1:\(port)")).play(.textTalk())
        guard case .unreachable = outcome.ending else {
            Issue.record("ended with \(outcome.ending)")
            return
        }
    }

    @Test func `a reset is no close frame`() async throws {
        try await withMock { _, configuration in
            let script = Script {
                client(.setup(SetupLine()))
                server(.setupComplete)
                client(.text("Please hang up."))
                server(.turnComplete)
            }
            let outcome = await ScriptedClient(configuration).play(script)
            #expect(outcome.ending == .broken)
            #expect(outcome.missed == .turnComplete)
        }
    }

    @Test func `a transcript has a line for every frame`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/frames.ndjson"
        let count = try await withMock(MockConfiguration(behaviour: .quick, transcriptPath: path)) { server, client in
            _ = await ScriptedClient(client).play(.textTalk(turns: 1))
            return server.frames.count
        }
        let text = try String(contentsOf: folder.url.appendingPathComponent("frames.ndjson"), encoding: .utf8)
        #expect(text.split(separator: "\n").count == count)
        #expect(text.contains(#""op":"close""#) && text.contains(#""dir":"down""#))
    }

    @Test func `a transcript that cannot be written is said so`() {
        #expect(throws: MockError.transcript("/nowhere/frames")) {
            try MockServer(MockConfiguration(transcriptPath: "/nowhere/frames"))
        }
    }
}
