import LiveProtocol
import Testing

@testable import Simulator

/// Turn-taking: what the mock says, in which order, and what it never says.
struct MockConversationTests {
    private let spoken = SetupLine(transcribes: false)

    @Test func `a spoken turn is audio, its words, the end of generation and the end of the turn`() {
        var player = Player()
        player.open(SetupLine(resumption: .fresh))
        player.hear(.text("Hello"))
        player.pass(.seconds(60))
        let order = player.kinds.filter { $0 != .audio && $0 != .outputTranscription }
        #expect(order == [.setupComplete, .generationComplete, .turnComplete, .resumptionUpdate])
        #expect(player.kinds.contains(.audio) && player.kinds.contains(.outputTranscription))
        #expect(player.closure == nil)
    }

    @Test func `the turn ends only when the speech has been played`() throws {
        var player = Player()
        player.open(spoken)
        player.hear(.text("Hello"))
        while !player.kinds.contains(.generationComplete) { player.pass(.milliseconds(50)) }
        let bytes = player.said.compactMap { $0.serverContent?.modelTurn?.parts.first?.inlineData?.data }
            .compactMap(Base64.decode).reduce(0) { $0 + $1.count }
        let length = Double(bytes) / 48_000
        #expect(length > 1)
        player.pass(.seconds(length * 0.7))
        #expect(!player.kinds.contains(.turnComplete))
        player.pass(.seconds(length * 0.1 + 0.1))
        #expect(player.kinds.last == .turnComplete)
    }

    @Test func `a transcript is the words of the answer`() {
        var player = Player()
        player.open()
        player.hear(.text("Tell me a story"))
        player.pass(.seconds(120))
        let words = player.said.compactMap { $0.serverContent?.outputTranscription?.text }.joined()
        #expect(words == Reply.story.text)
    }

    @Test func `a text model answers in text and without audio`() {
        var player = Player()
        player.open(SetupLine(model: "gemini-2.0-flash-live-001", modality: "TEXT"))
        player.hear(.content("Hello"))
        player.pass(.seconds(30))
        #expect(player.kinds == [.setupComplete, .text, .generationComplete, .turnComplete])
    }

    @Test func `every prompt holds the turns before it`() {
        var player = Player()
        player.open()
        for _ in 1...4 {
            player.hear(.text("And then?"))
            player.pass(.seconds(60))
        }
        #expect(player.prompts.count == 4)
        #expect(zip(player.prompts, player.prompts.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `speech is answered after the silence that follows it`() {
        var player = Player()
        player.open()
        player.hear(.audio(.speech(.seconds(1))))
        player.pass(.seconds(5))
        #expect(player.kinds == [.setupComplete])
        player.hear(.audio(.silence(.seconds(1))))
        player.pass(.seconds(60))
        #expect(player.kinds.dropFirst().first == .inputTranscription)
        #expect(player.kinds.last == .turnComplete)
    }

    @Test func `the end of the audio stream ends the speech at once`() {
        var player = Player()
        player.open(spoken)
        player.hear(.audio(.speech(.seconds(1))), .audioStreamEnd)
        player.pass(.seconds(1))
        #expect(player.kinds.contains(.audio))
    }

    @Test func `an interrupted turn has no end of generation`() {
        var player = Player()
        player.open(spoken)
        player.hear(.text("Tell me a story"))
        player.pass(.seconds(2))
        player.hear(.audio(.speech(.milliseconds(300))))
        let count = player.said.count
        player.pass(.seconds(1))
        #expect(player.kinds == [.setupComplete, .audio, .interrupted, .turnComplete])
        #expect(player.said.count == count, "nothing of the old answer comes after the interruption")
    }

    @Test func `a model that may not be interrupted goes on`() {
        var player = Player()
        var voice = ClientVoice(seed: 1, spelling: .camelCase)
        var setup = voice.utterances(for: .setup(spoken))[0].message
        setup.setup?.realtimeInputConfig = .init(activityHandling: "NO_INTERRUPTION")
        player.hear(setup)
        player.pass(.seconds(1))
        player.hear(.text("Tell me a story"))
        player.pass(.seconds(2))
        player.hear(.audio(.speech(.seconds(1))))
        #expect(!player.kinds.contains(.interrupted))
    }

    @Test func `a call waits for its response`() throws {
        var player = Player()
        player.open(SetupLine(functions: ["get_weather"]))
        player.hear(.text("What is the weather like?"))
        player.pass(.seconds(30))
        #expect(player.kinds == [.setupComplete, .toolCall])
        player.hear(.toolResponse(["celsius": "21"]))
        player.pass(.seconds(30))
        #expect(player.kinds.last == .turnComplete)
        let words = player.said.compactMap { $0.serverContent?.outputTranscription?.text }.joined()
        #expect(words.contains("get_weather"))
    }

    @Test func `a call is called off when the user goes on talking`() {
        var player = Player()
        player.open(SetupLine(functions: ["get_weather"]))
        player.hear(.text("What is the weather like?"))
        let id = player.said.last?.toolCall?.functionCalls.first?.id
        player.hear(.text("Never mind."))
        #expect(player.said.compactMap(\.toolCallCancellation).map(\.ids) == [[id].compactMap { $0 }])
    }

    @Test func `manual activity is answered at its end and interrupts at its start`() {
        var player = Player()
        player.open(SetupLine(transcribes: false, hasManualActivity: true))
        player.hear(.activityStart, .audio(.silence(.seconds(1))), .activityEnd)
        player.pass(.seconds(1))
        #expect(player.kinds.last == .audio)
        player.hear(.activityStart)
        #expect(player.kinds.suffix(2) == [.interrupted, .turnComplete])
    }

    @Test(arguments: [UInt64(1), 7, 4711]) func `equal seeds say equal things`(seed: UInt64) {
        func play() -> [ServerJSON] {
            var player = Player(seed: seed)
            player.open(SetupLine(resumption: .fresh, functions: ["get_weather"]))
            player.hear(.text("weather"), .toolResponse([:]))
            player.pass(.seconds(60))
            player.hear(.audio(.speech(.seconds(1))), .audio(.silence(.seconds(1))))
            player.pass(.seconds(60))
            return player.said
        }
        let isRepeated = play() == play()
        #expect(isRepeated)
        var other = Player(seed: seed + 1)
        other.open(SetupLine(resumption: .fresh))
        #expect(other.said == [ServerJSON(setupComplete: .init())])
    }
}
