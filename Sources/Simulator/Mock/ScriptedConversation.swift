import LiveProtocol

/// The server's side of a script: says its lines when they are due and waits where it is the client's turn.
struct ScriptedConversation: Conversation {
    private var steps: ArraySlice<Script.Step>
    private var voice: ServerVoice
    private var listener: ClientVoice
    /// Messages of the current server line that are still to be sent.
    private var outbox: [ServerVoice.Utterance] = []
    /// Messages of the current client line that have not come yet.
    private var awaited = 0
    /// Messages that came before it was the client's turn: a client may talk over the server.
    private var early = 0
    private var spoken = 0

    init(_ script: Script, seed: UInt64) {
        steps = script.steps[...]
        voice = ServerVoice(seed: seed)
        listener = ClientVoice(seed: seed, spelling: .camelCase)
    }

    mutating func begin() -> [ConversationAction] { goOn() }

    /// Any message counts as the awaited one: what exactly a client sends is for the test to judge.
    mutating func receive(_ message: ClientJSON) -> [ConversationAction] {
        guard awaited > 0 else {
            early += 1
            return []
        }
        awaited -= 1
        return awaited == 0 ? goOn() : []
    }

    mutating func ring(_ alarm: ConversationAlarm) -> [ConversationAction] {
        guard alarm == .line(spoken), !outbox.isEmpty else { return [] }
        let utterance = outbox.removeFirst()
        spoken += 1
        return [utterance.action] + (outbox.first.map { wait($0.after) } ?? goOn())
    }

    mutating func close(_ closure: MockClosure) -> [ConversationAction] {
        end()
        return [.close(closure)]
    }

    mutating func end() {
        steps = []
        outbox = []
        awaited = 0
    }

    private func wait(_ delay: Duration) -> [ConversationAction] { [.wait(delay, .line(spoken))] }

    private mutating func goOn() -> [ConversationAction] {
        while let step = steps.popFirst() {
            switch step {
            case .client(let line, _):
                let count = listener.utterances(for: line).count
                awaited = max(count - early, 0)
                early = max(early - count, 0)
                if awaited > 0 { return [] }
            case .server(.close(let code, let reason), _):
                return close(MockClosure(code: code, reason: reason))
            case .server(.hangUp, _):
                end()
                return [.abort]
            case .server(let line, let delay):
                outbox = voice.utterances(for: line)
                if let first = outbox.first { return wait(delay + first.after) }
            }
        }
        return []
    }
}

extension ServerVoice.Utterance {
    fileprivate var action: ConversationAction { text.map { .sendText($0) } ?? .send(message) }
}
