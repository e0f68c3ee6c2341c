@testable import Simulator

/// Plays a conversation without a socket and without waiting: alarms ring in the order of a clock that only moves
/// when it is told to.
struct Player {
    private(set) var conversation: any Conversation
    private(set) var said: [ServerJSON] = []
    private(set) var closure: MockClosure?
    private(set) var isAborted = false
    private var now = Duration.zero
    private var alarms: [(at: Duration, alarm: ConversationAlarm)] = []

    init(_ conversation: any Conversation) {
        self.conversation = conversation
        let first = self.conversation.begin()
        take(first)
    }

    /// A mock of its own memory, unless one is shared.
    init(
        behaviour: MockBehaviour = MockBehaviour(), memory: ResumptionMemory = ResumptionMemory(), seed: UInt64 = 1
    ) {
        self.init(MockConversation(behaviour: behaviour, version: "v1beta", memory: memory, seed: seed))
    }

    mutating func hear(_ message: ClientJSON) { take(conversation.receive(message)) }

    /// Client lines of a script, all at once.
    mutating func hear(_ lines: ClientLine...) {
        for line in lines {
            var voice = voice
            for utterance in voice.utterances(for: line) { hear(utterance.message) }
        }
    }

    /// Setup and its answer.
    mutating func open(_ setup: SetupLine = SetupLine()) {
        hear(.setup(setup))
        pass(.seconds(1))
    }

    mutating func pass(_ length: Duration) {
        let end = now + length
        while let index = alarms.indices.min(by: { alarms[$0].at < alarms[$1].at }), alarms[index].at <= end {
            let (at, alarm) = alarms.remove(at: index)
            now = at
            take(conversation.ring(alarm))
        }
        now = end
    }

    mutating func end() { conversation.end() }

    /// What was said so far, by kind, audio and text in a row once.
    var kinds: [ServerKind] {
        said.flatMap(ServerKind.kinds).reduce(into: []) { kinds, kind in
            if kinds.last != kind { kinds.append(kind) }
        }
    }

    var prompts: [Int] { said.compactMap(\.usageMetadata?.promptTokenCount) }

    var handle: String? { said.last { $0.sessionResumptionUpdate != nil }?.sessionResumptionUpdate?.newHandle }

    private var voice: ClientVoice {
        var voice = ClientVoice(seed: 1, spelling: .camelCase)
        for message in said { voice.hear(message) }
        return voice
    }

    private mutating func take(_ actions: [ConversationAction]) {
        for action in actions {
            switch action {
            case .send(let message): said.append(message)
            case .sendText(let text): said.append(ServerJSON(reading: text))
            case .wait(let delay, let alarm): alarms.append((now + delay, alarm))
            case .close(let closure): self.closure = closure
            case .abort: isAborted = true
            }
        }
    }
}
