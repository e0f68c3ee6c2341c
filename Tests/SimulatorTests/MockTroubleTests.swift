import TestSupport
import Testing

@testable import Simulator

/// How the mock ends connections, and what it keeps of them.
struct MockTroubleTests {
    @Test(arguments: [
        (SetupLine(model: "gemini-2.5-pro"), MockClosure.modelNotFound("models/gemini-2.5-pro", version: "v1beta")),
        (SetupLine(modality: "TEXT"), .modality("TEXT", "models/gemini-3.8-live")),
        (SetupLine(resumption: .handle("made up")), .sessionNotFound),
    ]) func `a setup that the service refuses is refused in its words`(setup: SetupLine, closure: MockClosure) {
        var player = Player()
        player.open(setup)
        #expect(player.closure == closure)
        #expect(player.said.isEmpty)
    }

    @Test func `setup is the first message and only the first`() {
        var early = Player()
        early.hear(.text("Hello"))
        #expect(early.closure == .setupFirst)
        var twice = Player()
        twice.open()
        twice.hear(.setup(SetupLine()))
        #expect(twice.closure == .setupFirst)
    }

    @Test func `activity marks need manual detection, and audio needs them then`() {
        var automatic = Player()
        automatic.open()
        automatic.hear(.activityStart)
        #expect(automatic.closure == .explicitActivity)
        var manual = Player()
        manual.open(SetupLine(hasManualActivity: true))
        manual.hear(.audio(.speech(.milliseconds(40))))
        #expect(manual.closure == .invalidArgument)
    }

    @Test func `goAway comes before the end and the end comes after its time`() {
        var behaviour = MockBehaviour()
        behaviour.goAwayAfter = .seconds(60)
        behaviour.goAwayLead = .milliseconds(1500)
        var player = Player(behaviour: behaviour)
        player.open()
        player.pass(.seconds(60))
        #expect(player.said.last?.goAway?.timeLeft == "1.500s")
        #expect(player.closure == nil)
        player.pass(.seconds(2))
        #expect(player.closure == .deadline)
    }

    @Test func `a client that says nothing is given up, one that speaks is not`() {
        var player = Player()
        player.open()
        player.pass(.seconds(140))
        player.hear(.audio(.silence(.milliseconds(40))))
        player.pass(.seconds(140))
        #expect(player.closure == nil)
        player.pass(.seconds(11))
        #expect(player.closure == .idle)
    }

    @Test func `a resumed session carries its context on`() throws {
        let memory = ResumptionMemory()
        var first = Player(memory: memory)
        first.open(SetupLine(resumption: .fresh))
        first.hear(.text("Remember the number seven."))
        first.pass(.seconds(60))
        let handle = try #require(first.handle)

        var hasty = Player(memory: memory, seed: 2)
        hasty.open(SetupLine(resumption: .handle(handle)))
        #expect(hasty.closure == .internalError, "the first connection is still open")

        first.end()
        var second = Player(memory: memory, seed: 3)
        second.open(SetupLine(resumption: .handle(handle)))
        second.hear(.text("Which number?"))
        second.pass(.seconds(60))
        #expect(try #require(second.prompts.first) > first.prompts[0])
    }

    @Test func `a full context ends the call unless compression was asked for`() {
        var behaviour = MockBehaviour()
        behaviour.contextLimit = 1000
        let document = String(repeating: "word ", count: 400)
        func play(_ setup: SetupLine) -> Player {
            var player = Player(behaviour: behaviour)
            player.open(setup)
            for _ in 1...6 {
                player.hear(.content(document))
                player.pass(.seconds(60))
            }
            return player
        }
        #expect(play(SetupLine()).closure == .contextFull)
        let compressed = play(SetupLine(compressionTrigger: 800))
        #expect(compressed.closure == nil)
        #expect(zip(compressed.prompts, compressed.prompts.dropFirst()).contains { $0 > $1 })
    }

    @Test func `a user can ask for trouble`() {
        var close = Player()
        close.open()
        close.hear(.text("Staged: close 1011"))
        #expect(close.closure == .internalError)
        var abort = Player()
        abort.open()
        abort.hear(.text("Please hang up."))
        #expect(abort.isAborted)
        var goodbye = Player()
        goodbye.open()
        goodbye.hear(.text("Goodbye!"))
        goodbye.pass(.seconds(30))
        #expect(goodbye.kinds.last == .turnComplete && goodbye.closure == .goodbye)
    }

    @Test func `a close reason fits into a control frame and is cut at a character`() {
        let closure = MockClosure(code: 1008, reason: String(repeating: "ü", count: 100))
        #expect(closure.payload.count == 124)
        #expect(String(validating: closure.payload.dropFirst(2), as: UTF8.self) != nil)
    }

    @Test func `no order of messages traps, and nothing follows a close`() {
        let lines: [ClientLine] = [
            .setup(SetupLine()), .setup(SetupLine(functions: ["get_weather"])), .text("weather"), .content("hello"),
            .audio(.speech(.milliseconds(400))), .audio(.silence(.seconds(1))), .activityStart, .activityEnd,
            .audioStreamEnd, .toolResponse([:]), .text("goaway"), .text("close 1011"),
        ]
        expectProperty(runs: 100) { random in
            var player = Player(seed: random.next())
            player.open(SetupLine(functions: ["get_weather"], hasManualActivity: random.isOne(in: 2)))
            for _ in 0..<20 {
                let count = player.said.count
                let wasClosed = player.closure != nil
                player.hear(lines[Int.random(in: 0..<lines.count, using: &random)])
                player.pass(.milliseconds(Int.random(in: 0...3000, using: &random)))
                try #require(!wasClosed || player.said.count == count)
            }
        }
    }
}
