import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

/// What faults do to single messages, in virtual time.
@Suite struct FaultMessageTests {
    private static func call(_ id: String) -> [UInt8] {
        CallBytes.down(#"{"toolCall":{"functionCalls":[{"id":"\#(id)","name":"get_weather","args":{}}]}}"#)
    }

    private static func cancellation(_ id: String) -> [UInt8] {
        CallBytes.down(#"{"toolCallCancellation":{"ids":["\#(id)"]}}"#)
    }

    private static func answer(_ id: String) -> [UInt8] {
        CallBytes.up(#"{"toolResponse":{"functionResponses":[{"id":"\#(id)","response":{}}]}}"#)
    }

    @Test func `the call that waits is cancelled, and one that was answered is not`() throws {
        let stage = try FaultStage()
        try stage.arm(["unknown-field@9turns"])
        try stage.down(Self.call("f-1") + Self.call("f-2"))
        try stage.up(Self.answer("f-2"))
        _ = try (stage.atClient(), stage.atService())
        try stage.arm(["tool-cancel"])
        #expect(try stage.atClient() == Self.cancellation("f-1"))
        try stage.down(Self.call("f-3"))
        #expect(try stage.atClient() == Self.call("f-3"))
        // What the client answers to a cancelled call of the service is the service's to judge.
        try stage.up(Self.answer("f-1"))
        #expect(try stage.atService() == Self.answer("f-1"))
    }

    @Test func `where no call waits, the next one is cancelled behind it`() throws {
        let stage = try FaultStage("tool-cancel")
        try stage.down(CallBytes.text)
        #expect(try stage.atClient() == CallBytes.text)
        try stage.down(Self.call("f-1"))
        #expect(try stage.atClient() == Self.call("f-1") + Self.cancellation("f-1"))
        #expect(stage.faults(.serverToClient) == [nil, nil, .injected])
    }

    @Test func `a call that livetop makes up can be cancelled, and its answer reaches nobody`() throws {
        let stage = try FaultStage("tool-call:book@1turn", "tool-cancel@toolCall")
        try stage.down(CallBytes.turnComplete)
        let invented = CallBytes.down(#"{"toolCall":{"functionCalls":[{"id":"livetop-1","name":"book","args":{}}]}}"#)
        #expect(
            try stage.atClient() == CallBytes.turnComplete + invented + Self.cancellation("livetop-1"))
        try stage.up(Self.answer("livetop-1"))
        #expect(try stage.atService().isEmpty)
        // Beside an answer to the service, that one alone goes on.
        let answers = { (list: String) in CallBytes.up(#"{"toolResponse": {"functionResponses":\#(list), "x": 1}}"#) }
        let own = #"{"id":"f-1","name":"go","response":{"a":[1, 2]}}"#
        try stage.up(answers(#"[{"id":"livetop-1","response":{}} , \#(own)]"#))
        #expect(try stage.atService() == answers("[\(own)]"))
        #expect(stage.faults(.clientToServer) == [.withheld, .replaced, .changed])
    }

    @Test func `the field that nobody knows is put in once, and an empty message has it alone`() throws {
        let stage = try FaultStage("unknown-field")
        try stage.down(CallBytes.down("{}"))
        #expect(try stage.atClient() == CallBytes.down(#"{"livetopUnknownField":{"note":"a field of tomorrow"}}"#))
        try stage.down(CallBytes.text)
        #expect(try stage.atClient() == CallBytes.text)
    }

    @Test func `two faults of the same place leave a message that can be read`() throws {
        let stage = try FaultStage("usage-jump:5", "usage-jump:120000", "unknown-field", "unknown-field")
        try stage.down(CallBytes.usage)
        let expected =
            #"{"livetopUnknownField":{"note":"a field of tomorrow"},"usageMetadata":{"promptTokenCount":120000,"totalTokenCount":120000,"x":[1, 2]}}"#
        #expect(try stage.atClient() == CallBytes.down(expected))
    }

    @Test(arguments: [
        ("drop:interrupted", [CallBytes.text]),
        ("duplicate:interrupted", [CallBytes.interrupted, CallBytes.interrupted, CallBytes.text]),
        ("reorder:interrupted", [CallBytes.text, CallBytes.interrupted]), ("hold:interrupted:1s", [CallBytes.text]),
    ])
    func `one message of a kind is named, the next one is not`(fault: String, expected: [[UInt8]]) throws {
        let stage = try FaultStage(fault)
        try stage.down(CallBytes.interrupted)
        try stage.down(CallBytes.text)
        #expect(try stage.atClient() == expected.flatMap(\.self))
        stage.wait(.seconds(1))
        _ = try stage.atClient()
        try stage.down(CallBytes.interrupted)
        try stage.down(CallBytes.text)
        #expect(try stage.atClient() == CallBytes.interrupted + CallBytes.text)
    }

    @Test func `what is withheld upwards is sent twice downwards, each in its way`() throws {
        let stage = try FaultStage("drop:toolResponse", "duplicate:turnComplete,dir=down")
        try stage.up(Self.answer("f-1") + Self.answer("f-2"))
        #expect(try stage.atService() == Self.answer("f-2"))
        try stage.down(CallBytes.turnComplete)
        #expect(try stage.atClient() == CallBytes.turnComplete + CallBytes.turnComplete)
    }

    @Test func `a ping between the fragments of a message is nobody's, whatever becomes of the message`() throws {
        let payload = Array(#"{"serverContent":{"interrupted":true}}"#.utf8)
        let first = FrameEncoder.encode(Frame(.binary, Array(payload[..<9]), isFinal: false))
        let ping = FrameEncoder.encode(Frame(.ping, [7]))
        let rest = FrameEncoder.encode(Frame(.continuation, Array(payload[9...])))
        for (fault, expected) in [
            ("hold:interrupted:1s", ping + CallBytes.text + first + rest),
            ("reorder:interrupted", ping + CallBytes.text + first + rest),
            ("duplicate:interrupted", first + ping + rest + first + rest + CallBytes.text),
            ("drop:interrupted", ping + CallBytes.text),
            ("delay:100ms", first + ping + rest + CallBytes.text),
        ] {
            let stage = try FaultStage(fault)
            try stage.down(first + ping + rest)
            try stage.down(CallBytes.text)
            stage.wait(.seconds(1))
            #expect(try stage.atClient() == expected, "\(fault)")
        }
    }

    // MARK: Messages that are too large to be kept

    /// A frame of more than eight MiB, cut in the middle.
    private static let large: (head: [UInt8], tail: [UInt8]) = {
        let bytes = FrameEncoder.encode(Frame(.binary, Array(repeating: 0x20, count: 9 << 20)))
        return (Array(bytes[..<(17 << 19)]), Array(bytes[(17 << 19)...]))
    }()

    @Test(arguments: ["hold:interrupted:1s", "interrupted@1s"])
    func `nothing is put between the pieces of a frame`(fault: String) throws {
        let stage = try FaultStage(fault)
        if fault.hasPrefix("hold") { try stage.down(CallBytes.interrupted) }
        try stage.down(Self.large.head)
        #expect(try stage.atClient() == Self.large.head)
        stage.wait(.seconds(2))
        #expect(try stage.atClient().isEmpty)
        try stage.down(Self.large.tail)
        #expect(try stage.atClient() == Self.large.tail + CallBytes.interrupted)
    }

    @Test func `a message that goes behind the next one waits for all of it`() throws {
        let stage = try FaultStage("reorder:interrupted")
        try stage.down(CallBytes.interrupted)
        try stage.down(Self.large.head)
        try stage.down(Self.large.tail)
        #expect(try stage.atClient() == Self.large.head + Self.large.tail + CallBytes.interrupted)
    }

    @Test func `a close waits for the end of a frame, and then nothing follows`() throws {
        let stage = try FaultStage("close:1011@1s")
        try stage.down(Self.large.head)
        stage.wait(.seconds(1))
        #expect(try stage.atClient() == Self.large.head)
        try stage.down(Self.large.tail + CallBytes.text)
        #expect(
            try stage.atClient() == Self.large.tail + FrameEncoder.encode(.close(CloseCode(rawValue: 1011), reason: ""))
        )
    }

    @Test func `faults that are asked for between two fragments wait for the end of the message`() throws {
        let stage = try FaultStage()
        let first = FrameEncoder.encode(Frame(.text, Array(#"{"serverContent":"#.utf8), isFinal: false))
        let rest = FrameEncoder.encode(Frame(.continuation, Array(#"{"turnComplete":true}}"#.utf8)))
        try stage.down(first)
        #expect(try stage.atClient() == first)
        try stage.arm(["interrupted"])
        #expect(try stage.atClient().isEmpty)
        try stage.down(rest + CallBytes.text)
        #expect(try stage.atClient() == rest + CallBytes.interrupted + CallBytes.text)
    }
}
