import LiveProtocol
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import Proxy

/// When bytes arrive in a call with faults, in virtual time.
@Suite struct FaultTimeTests {
    @Test(arguments: [Direction.serverToClient, .clientToServer])
    func `a delay is as long as it says, one way alone, and keeps the order`(direction: Direction) throws {
        let stage = try FaultStage("delay:500ms,dir=\(direction.name)")
        let (late, prompt) =
            direction == .serverToClient ? (CallBytes.text, CallBytes.setup) : (CallBytes.setup, CallBytes.text)
        let (send, arrived, sendOther, arrivedOther) =
            direction == .serverToClient
            ? (stage.down, stage.atClient, stage.up, stage.atService)
            : (stage.up, stage.atService, stage.down, stage.atClient)
        try send(late)
        try sendOther(prompt)
        #expect(try arrivedOther() == prompt)
        stage.wait(.milliseconds(499))
        #expect(try arrived().isEmpty)
        try send(late)
        stage.wait(.milliseconds(1))
        #expect(try arrived() == late)
        stage.wait(.milliseconds(498))
        #expect(try arrived().isEmpty)
        stage.wait(.milliseconds(1))
        #expect(try arrived() == late)
        #expect(stage.faults(direction) == [.late, .late])
    }

    /// Twenty messages, a second between them: when each arrived, behind its sending.
    private static func lateness(_ fault: String) throws -> [Int] {
        let stage = try FaultStage(fault)
        return try (0..<20).map { _ in
            try stage.down(CallBytes.text)
            var steps = 0
            while try stage.atClient().isEmpty, steps < 2_000 {
                stage.wait(.milliseconds(1))
                steps += 1
            }
            stage.wait(.seconds(1))
            return steps
        }
    }

    @Test func `jitter is by chance up to its limit, and the same seed throws the same`() throws {
        let first = try Self.lateness("jitter:200ms,seed=5")
        #expect(first.allSatisfy { $0 <= 200 })
        #expect(Set(first).count > 10)
        #expect(first.max() ?? 0 > 120)
        #expect(try Self.lateness("jitter:200ms,seed=5") == first)
        #expect(try Self.lateness("jitter:200ms,seed=6") != first)
    }

    @Test func `jitter keeps the order of what comes at once`() throws {
        let stage = try FaultStage("jitter:200ms,seed=2")
        let messages = (0..<30).map { CallBytes.down(#"{"n":\#($0)}"#) }
        for message in messages { try stage.down(message) }
        stage.wait(.milliseconds(200))
        #expect(try stage.atClient() == messages.flatMap(\.self))
    }

    @Test func `a throttled line passes so many bytes a second`() throws {
        let stage = try FaultStage("throttle:1k")
        // 500 bytes each, header included.
        let message = FrameEncoder.encode(Frame(.binary, Array(repeating: 0x20, count: 496)))
        #expect(message.count == 500)
        for _ in 0..<6 { try stage.down(message) }
        var arrived: [Int] = []
        for _ in 0..<6 {
            stage.wait(.milliseconds(500))
            arrived.append(try stage.atClient().count)
        }
        #expect(arrived == [500, 500, 500, 500, 500, 500])
        // What the line has not carried meanwhile is not saved up.
        stage.wait(.seconds(10))
        for _ in 0..<2 { try stage.down(message) }
        stage.wait(.milliseconds(999))
        #expect(try stage.atClient().count == 500)
        stage.wait(.milliseconds(1))
        #expect(try stage.atClient().count == 500)
    }

    @Test func `the other way of a throttled line is free`() throws {
        let stage = try FaultStage("throttle:1b,dir=up")
        try stage.down(CallBytes.text)
        #expect(try stage.atClient() == CallBytes.text)
    }

    @Test func `two stalls of a way end with the later one`() throws {
        let stage = try FaultStage("stall,for=1s", "stall,for=3s")
        try stage.down(CallBytes.text)
        stage.wait(.seconds(2))
        #expect(try stage.atClient().isEmpty)
        stage.wait(.seconds(1))
        #expect(try stage.atClient() == CallBytes.text)
    }

    @Test func `what is stopped holds nothing back any more, and what goes on does`() throws {
        let stage = try FaultStage("hold:interrupted:1h", "delay:1h", "stall,dir=up")
        try stage.down(CallBytes.interrupted)
        try stage.down(CallBytes.text)
        try stage.up(CallBytes.setup)
        #expect(try stage.atClient().isEmpty)
        stage.legs.call?.stop()
        #expect(try stage.atClient() == CallBytes.text + CallBytes.interrupted)
        #expect(try stage.atService() == CallBytes.setup)
        #expect(stage.legs.states.withLockedValue { $0.allSatisfy { $0.phase == .over } })
        try stage.down(CallBytes.text)
        #expect(try stage.atClient() == CallBytes.text)
    }

    @Test func `a goAway is on until its time is over, and when it is ended nobody closes`() throws {
        let close = FrameEncoder.encode(
            .close(CloseCode(rawValue: 1011), reason: "Deadline expired before operation could complete."))
        let announced = CallBytes.down(#"{"goAway":{"timeLeft":"3s"}}"#)
        for isEnded in [false, true] {
            let stage = try FaultStage("goaway:3s")
            #expect(try stage.atClient() == announced)
            #expect(stage.legs.states.withLockedValue { $0.map(\.phase) } == [.active])
            if isEnded { stage.legs.call?.stop() }
            stage.wait(.seconds(3))
            #expect(try stage.atClient() == (isEnded ? [] : close))
            #expect(stage.legs.states.withLockedValue { $0.map(\.phase) } == [.over])
        }
    }

    @Test func `a moment of time comes once, and every so many messages again and again`() throws {
        let stage = try FaultStage("interrupted@2s", "unknown-field@1turn,every=2")
        stage.wait(.milliseconds(1_999))
        #expect(try stage.atClient().isEmpty)
        stage.wait(.milliseconds(1))
        #expect(try stage.atClient() == CallBytes.interrupted)
        try stage.down(CallBytes.turnComplete)
        #expect(try stage.atClient() == CallBytes.turnComplete)
        let changed = CallBytes.down(
            #"{"livetopUnknownField":{"note":"a field of tomorrow"},"serverContent":{"modelTurn":{"parts":[{"text":"Hello"}]}}}"#
        )
        for expected in [CallBytes.text, changed, CallBytes.text, changed] {
            try stage.down(CallBytes.text)
            #expect(try stage.atClient() == expected)
        }
        stage.wait(.seconds(10))
        #expect(try stage.atClient().isEmpty)
    }
}
