import LiveProtocol

/// One connection of the mock as a value: messages and timers go in, actions come out. No socket, no clock.
///
/// The order of messages is the service's (`docs/protocol.md#order-of-messages`): audio and transcription,
/// `generationComplete`, after the time the speech takes to play `turnComplete` with usage, then a resumption update; an interrupted turn
/// ends with `interrupted` and `turnComplete` only.
struct MockConversation: Conversation {
    enum Phase: Equatable, Sendable {
        case awaitingSetup
        case settingUp
        case listening
        /// Generating: `said` of the reply has been sent.
        case speaking(Reply, said: Duration)
        /// All generated; the service waits while it assumes that the speech still plays.
        case playing(Reply)
        case awaitingTool([ServerJSON.FunctionCall])
        case over
    }

    let behaviour: MockBehaviour
    /// As in the request path; part of one refusal.
    let version: String
    let memory: ResumptionMemory
    var phase = Phase.awaitingSetup
    var setup = ClientJSON.Setup()
    var model = MockModel.all[0]
    /// Nil before the setup.
    var refusals: MockRefusals?
    var context = ContextLedger()
    var session: Int?
    var activity = SpeechGate(silence: .milliseconds(500))
    /// Between `activityStart` and `activityEnd`, when automatic detection is off: the speech so far.
    var manualSpeech: Duration?
    var turn = 0
    /// Tenths of the idle limit since the last input: one alarm at a time, however much audio flows.
    private var quietTenths = 0
    var dice: Dice
    var voice: Voice

    init(behaviour: MockBehaviour, version: String, memory: ResumptionMemory, seed: UInt64) {
        self.behaviour = behaviour
        self.version = version
        self.memory = memory
        dice = Dice(seed: seed)
        voice = Voice(seed: seed, sampleRate: 24_000)
    }

    func begin() -> [ConversationAction] { [.wait(behaviour.idleLimit / 10, .idle)] }

    mutating func receive(_ message: ClientJSON) -> [ConversationAction] {
        guard phase != .over else { return [] }
        quietTenths = 0
        return answer(message)
    }

    mutating func ring(_ alarm: ConversationAlarm) -> [ConversationAction] {
        switch (alarm, phase) {
        case (_, .over): []
        case (.setupDone, .settingUp): setupDone()
        case (.speak(let turn), .speaking(let reply, let said)) where turn == self.turn: speak(reply, said: said)
        case (.turnPlayed(let turn), .playing(let reply)) where turn == self.turn: finish(reply)
        case (.goAway, _): goAway()
        case (.lifeOver, _): close(.deadline)
        case (.idle, _): stayQuiet()
        default: []
        }
    }

    /// The connection is gone, whoever ended it.
    mutating func end() {
        phase = .over
        if let session { memory.close(session: session) }
        session = nil
    }

    mutating func close(_ closure: MockClosure) -> [ConversationAction] {
        phase = .over
        return [.close(closure)]
    }

    mutating func goAway() -> [ConversationAction] {
        [.send(.goAway(timeLeft: behaviour.goAwayLead)), .wait(behaviour.goAwayLead, .lifeOver)]
    }

    private mutating func stayQuiet() -> [ConversationAction] {
        quietTenths += 1
        return quietTenths < 10 ? begin() : close(.idle)
    }

    private mutating func answer(_ message: ClientJSON) -> [ConversationAction] {
        if let setup = message.setup {
            return phase == .awaitingSetup ? open(setup) : close(.setupFirst)
        }
        guard phase != .awaitingSetup else { return close(.setupFirst) }
        if refusals?.refusesFirstInput(after: setup) == true { return close(.invalidArgument) }
        if let content = message.clientContent { return hear(content) }
        if let input = message.realtimeInput { return hear(input) }
        if let response = message.toolResponse {
            return refusals?.refusal(of: response).map { close($0) } ?? hear(response)
        }
        return close(.invalidArgument)
    }
}
