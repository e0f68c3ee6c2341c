import LiveProtocol
import Testing

@testable import Corpus
@testable import Simulator

struct TimelineTests {
    private let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    /// Milliseconds after the start and kind of every frame.
    private func frames(_ script: Script) throws -> [(at: Double, kind: String)] {
        try script.wireEvents(connection: ConnectionID(rawValue: 7), from: start).compactMap { event in
            guard case .frame(let direction, let frame) = event.kind, let payload = frame.payload else { return nil }
            let at = (event.at - start).milliseconds
            guard direction == .serverToClient else { return (at, "client") }
            let message = try MessageCoding.decode(ServerJSON.self, from: payload)
            return (at, ServerKind.kinds(of: message).first == .audio ? "audio" : "other")
        }
    }

    @Test func `both sides talk at once, each at its own pace`() throws {
        var call = Timeline()
        call.client(.audio(.samples(Array(repeating: 0, count: 1_600), chunk: .milliseconds(20))), at: .zero)
        call.server(.audio(.milliseconds(80), chunk: .milliseconds(40), speed: 4), at: .milliseconds(30))
        call.server(.interrupted, at: .milliseconds(55))
        let frames = try frames(call.script)
        #expect(frames.map(\.at) == [20, 30, 40, 40, 55, 60, 80, 100])
        #expect(frames.map(\.kind) == ["client", "audio", "client", "audio", "other", "client", "client", "client"])
    }

    @Test func `prepared samples arrive as they are, the last message shorter`() throws {
        let samples = (0..<500).map { Int16($0 * 65 - 16_000) }
        let script = Script { client(.audio(.samples(samples, rate: 8_000, chunk: .milliseconds(20)))) }
        let events = script.wireEvents(connection: ConnectionID(rawValue: 7), from: start)
        let blobs = try events.compactMap { event -> ClientJSON.Blob? in
            guard case .frame(_, let frame) = event.kind, let payload = frame.payload else { return nil }
            return try MessageCoding.decode(ClientJSON.self, from: payload).realtimeInput?.audio
        }
        #expect(blobs.map(\.mimeType) == Array(repeating: "audio/pcm;rate=8000", count: 4))
        #expect(blobs.compactMap { Base64.decode($0.data)?.count } == [320, 320, 320, 40])
        #expect(blobs.compactMap { Base64.decode($0.data) }.flatMap { $0 } == Voice.bytes(samples))
        #expect(try #require(events.last).at - start == .microseconds(62_500))
    }

    @Test func `a taken-apart answer sounds like a whole one`() throws {
        var call = Timeline()
        call.server(.audio(.seconds(1)), at: .zero)
        call.server(.turnComplete, at: .seconds(1))
        let whole = Script {
            server(.audio(.seconds(1)))
            server(.turnComplete)
        }
        func payloads(_ script: Script) -> [[UInt8]] {
            script.wireEvents(connection: ConnectionID(rawValue: 7), from: start).compactMap { event in
                guard case .frame(_, let frame) = event.kind else { return nil }
                return frame.payload
            }
        }
        let areEqual = payloads(call.script) == payloads(whole)
        #expect(areEqual)
    }

    @Test func `usage is what the line says`() throws {
        let line = UsageLine(promptText: 40, promptAudio: 100, responseAudio: 75, thoughts: 12)
        let script = Script {
            server(.usage(line))
            server(.turnCompleteWith(line))
        }
        let usages = try script.wireEvents(connection: ConnectionID(rawValue: 7), from: start).compactMap { event in
            guard case .frame(.serverToClient, let frame) = event.kind, let payload = frame.payload else {
                return ServerJSON.UsageMetadata?.none
            }
            return try MessageCoding.decode(ServerJSON.self, from: payload).usageMetadata
        }
        #expect(usages.map(\.promptTokenCount) == [140, 140])
        #expect(usages.map(\.thoughtsTokenCount) == [12, 12])
        #expect(usages.map(\.toolUsePromptTokenCount) == [nil, nil])
        #expect(usages.flatMap(\.responseTokensDetails).map(\.tokenCount) == [75, 75])
    }
}
