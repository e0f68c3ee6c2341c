import LiveProtocol
import NIOCore
import TestSupport
import Testing

@testable import Proxy

/// With a plan, every byte that the plan does not name is unchanged: for every fault, in both directions, over messages in
/// fragments with control frames between them, delivered in pieces down to single bytes.
@Suite struct FaultLawTests {
    /// A message as it goes over the wire: its frames one by one, and what kind of message they are.
    private struct Sent {
        var frames: [(bytes: [UInt8], opcode: Opcode)]
        /// Empty for what is no message of the Live API.
        var kind: String
    }

    /// A fault that does not end its call, and which messages and control frames it names.
    struct Plan: Sendable, CustomTestStringConvertible {
        var faults: [String]
        var up: Set<String> = []
        var down: Set<String> = []
        var named: Opcode?
        var testDescription: String { faults.joined(separator: "; ") }
    }

    static let everyObject: Set<String> = [
        "turnComplete", "interrupted", "usage", "handle", "audio", "toolCall", "text",
    ]

    static let plans: [Plan] = [
        Plan(faults: ["delay:300ms", "delay:100ms,dir=up"]), Plan(faults: ["jitter:200ms", "jitter:200ms,dir=up"]),
        Plan(faults: ["throttle:16k", "throttle:16k,dir=up"]),
        Plan(faults: ["stall,for=9s", "stall,dir=up,for=3s", "stall@20s,for=5s"]),
        Plan(
            faults: ["drop:turnComplete,every=1", "drop:toolResponse,every=1"], up: ["toolResponse"],
            down: ["turnComplete"]),
        Plan(faults: ["drop:ping,every=2"], named: .ping),
        Plan(faults: ["hold:interrupted:2s,every=1"], down: ["interrupted"]),
        Plan(
            faults: ["duplicate:usageMetadata,every=1", "duplicate:toolResponse,every=1"], up: ["toolResponse"],
            down: ["usage"]),
        Plan(faults: ["reorder:toolCall,every=1"], down: ["toolCall"]), Plan(faults: ["resume-refused"]),
        Plan(faults: ["handle-withheld"], down: ["handle"]),
        Plan(faults: ["usage-jump:7,every=1"], down: ["usage"]), Plan(faults: ["interrupted@1turn,every=2"]),
        Plan(faults: ["tool-call@interrupted,every=1"]), Plan(faults: ["tool-cancel,every=1"]),
        Plan(faults: ["noise:-30dB"], up: ["microphone"]), Plan(faults: ["gain:-20dB"], up: ["microphone"]),
        Plan(faults: ["loss:50%"], up: ["microphone"]), Plan(faults: ["silence"], down: ["audio"]),
        Plan(faults: ["unknown-field,every=1"], down: everyObject), Plan(faults: ["ping-timeout"], named: .pong),
        Plan(faults: ["goaway@1h", "close:1011@1h", "reset@1h", "fin@1h", "half-close@1h", "truncate@1h"]),
        Plan(
            faults: [
                "delay:50ms", "silence", "noise:-30dB", "gain:6dB", "drop:turnComplete,every=2",
                "unknown-field,every=3",
            ],
            up: ["microphone"], down: everyObject),
    ]

    @Test func `no fault is forgotten here`() throws {
        let covered = try Set(Self.plans.flatMap(\.faults).map { try FaultText.parse($0).kind.name })
        // One that answers the upgrade has no bytes of a call.
        #expect(Set(FaultName.allCases).subtracting(covered) == [.refuse])
    }

    @Test(arguments: plans, [1, 200])
    func `bytes that no fault names are unchanged`(plan: Plan, pieceLimit: Int) throws {
        for seed in SeededGenerator.runs(pieceLimit == 1 ? 1 : 3) {
            let count = pieceLimit == 1 ? 16 : 60
            var random = SeededGenerator(seed: seed)
            let stage = try FaultStage()
            try stage.arm(plan.faults)
            let down = (0..<count).map { Self.message(.serverToClient, $0, &random) }
            let up = (0..<count).map { Self.message(.clientToServer, $0, &random) }
            var (atClient, atService): ([UInt8], [UInt8]) = ([], [])
            for (downward, upward) in zip(down, up) {
                for piece in random.pieces(downward.frames.flatMap(\.bytes), upTo: pieceLimit) { try stage.down(piece) }
                for piece in random.pieces(upward.frames.flatMap(\.bytes), upTo: pieceLimit) { try stage.up(piece) }
                stage.wait(.milliseconds(Int.random(in: 0...400, using: &random)))
                atClient += try stage.atClient()
                atService += try stage.atService()
            }
            stage.wait(.seconds(600))
            atClient += try stage.atClient()
            atService += try stage.atService()
            try check(down, plan.down, plan, atClient, "down, seed \(seed)")
            try check(up, plan.up, plan, atService, "up, seed \(seed)")
        }
    }

    /// What is not named arrives whole and in order; between it only what is named, and what livetop says itself.
    private func check(
        _ sent: [Sent], _ named: Set<String>, _ plan: Plan, _ arrived: [UInt8], _ words: String
    ) throws {
        let frames = try Self.frames(arrived)
        var rest = sent.flatMap { message in
            message.frames.filter { frame in
                frame.opcode.isControl ? frame.opcode != plan.named : !named.contains(message.kind)
            }.map(\.bytes)
        }[...]
        for frame in frames where frame == rest.first { rest.removeFirst() }
        #expect(rest.isEmpty, "\(words): \(rest.count) frames are missing or changed")
        guard named.isEmpty, plan.named == nil, !plan.faults.contains(where: Self.invents) else { return }
        #expect(arrived == sent.flatMap { $0.frames.flatMap(\.bytes) }, "\(words)")
    }

    private static func invents(_ fault: String) -> Bool {
        ["interrupted", "tool-call", "tool-cancel"].contains { fault.hasPrefix($0) }
    }

    private static func frames(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var decoder = FrameDecoder(payloadLimit: 1 << 24)
        var rest = bytes.span.bytes
        var frames: [[UInt8]] = []
        while let frame = try decoder.next(&rest) { frames.append(FrameEncoder.encode(frame)) }
        #expect(!decoder.isInsideFrame)
        return frames
    }

    // MARK: Messages

    /// Each says its number, so that no two are the same bytes.
    private static func message(_ direction: Direction, _ number: Int, _ random: inout SeededGenerator) -> Sent {
        let sound = Base64.encode(random.bytes(64))
        let texts: [(kind: String, text: String)] =
            direction == .serverToClient
            ? [
                ("turnComplete", #"{"serverContent":{"turnComplete":true},"n":\#(number)}"#),
                ("interrupted", #"{"serverContent":{"interrupted":true},"n":\#(number)}"#),
                ("usage", #"{"usageMetadata":{"promptTokenCount":12,"totalTokenCount":13},"n":\#(number)}"#),
                ("handle", #"{"sessionResumptionUpdate":{"newHandle":"h\#(number)","resumable":true}}"#),
                (
                    "audio",
                    #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm","data":"\#(sound)"}}]}},"n":\#(number)}"#
                ),
                ("toolCall", #"{"toolCall":{"functionCalls":[{"id":"f-\#(number)","name":"go","args":{}}]}}"#),
                ("text", #"{"serverContent":{"modelTurn":{"parts":[{"text":"turnComplete \#(number)"}]}}}"#),
                ("", "no JSON: turnComplete \(number)"),
            ]
            : [
                (
                    "microphone",
                    #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(sound)"}},"n":\#(number)}"#
                ),
                ("toolResponse", #"{"toolResponse":{"functionResponses":[{"id":"x-\#(number)","response":{}}]}}"#),
                ("words", #"{"realtimeInput":{"text":"toolResponse \#(number)"}}"#), ("", "no JSON \(number)"),
            ]
        let chosen = texts[Int.random(in: 0..<texts.count, using: &random)]
        let key = MaskingKey(bigEndian: UInt32(truncatingIfNeeded: random.next()))
        let frames = frames(of: Array(chosen.text.utf8), &random)
        return Sent(
            frames: frames.map { frame in
                (FrameEncoder.encode(direction == .clientToServer ? frame.masked(with: key) : frame), frame.opcode)
            }, kind: chosen.kind)
    }

    private static func frames(of payload: [UInt8], _ random: inout SeededGenerator) -> [Frame] {
        var frames: [Frame] = []
        let parts = random.cut(payload, into: Int.random(in: 1...4, using: &random))
        for (index, part) in parts.enumerated() {
            let opcode: Opcode = index > 0 ? .continuation : random.isOne(in: 2) ? .text : .binary
            frames.append(Frame(opcode, Array(part), isFinal: index == parts.count - 1))
            if random.isOne(in: 3) { frames.append(Frame(random.isOne(in: 2) ? .ping : .pong, random.bytes(4))) }
        }
        return frames
    }

    // MARK: The relay without a plan

    @Test func `a call without faults has the relay's own handlers alone, until one is asked for`() throws {
        let stage = try FaultStage()
        for direction in Direction.allCases { #expect(try stage.handlers(direction) == ["RelayHandler"]) }
        try stage.arm(["delay:1s"])
        for direction in Direction.allCases {
            #expect(try stage.handlers(direction) == ["FaultFilter", "RelayHandler"])
        }
    }

    /// Those of both legs of a real call, of which the plan names only calls of a tag.
    @Test(arguments: [("", 0), ("/t/shop", 2)])
    func `a plan for others puts nothing into the pipeline of a call`(path: String, filters: Int) async throws {
        let upstream = try ListeningSocket()
        let proxy = try await RunningProxy(upstream: "http://127.0.0.1:\(upstream.port)") { configuration in
            configuration.faults = FaultPlan([FaultPlan.Order(try FaultText.parse("delay:1ms"), .tag("shop"))])
        }
        let peers = try await onThread {
            let client = try Socket.connect(port: proxy.port)
            try client.write(RunningProxy.upgradeRequest.replacing("GET /ws", with: "GET \(path)/ws"))
            let server = try upstream.accept()
            _ = try server.readHead()
            try server.write(RunningProxy.upgradeResponse)
            _ = try client.readHead()
            // Through the relay, and back: both legs are in place.
            try server.write(CallBytes.text)
            _ = try client.read(exactly: CallBytes.text.count)
            return (client, server)
        }
        var (filterCount, relayCount) = (0, 0)
        for channel in proxy.server.environment.registry.stop() {
            let found = try await channel.eventLoop.submit {
                let pipeline = channel.pipeline.syncOperations
                return (
                    (try? pipeline.handler(type: FaultFilter.self)) != nil,
                    (try? pipeline.handler(type: RelayHandler.self)) != nil
                )
            }.get()
            filterCount += found.0 ? 1 : 0
            relayCount += found.1 ? 1 : 0
        }
        #expect(relayCount == 2)
        #expect(filterCount == filters)
        peers.0.endOutput()
        peers.1.endOutput()
        await proxy.stop()
    }
}

extension SeededGenerator {
    /// All of the bytes, in pieces of at most so many.
    fileprivate mutating func pieces(_ bytes: [UInt8], upTo limit: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(rest.count, Int.random(in: 1...limit, using: &self))
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
