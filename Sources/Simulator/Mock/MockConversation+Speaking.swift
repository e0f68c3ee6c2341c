import LiveProtocol

/// The model's side: generating, being interrupted, ending a turn.
extension MockConversation {
    /// Starts a turn that answers the user, unless the context is full.
    mutating func begin(_ reply: Reply) -> [ConversationAction] {
        if let full = makeRoom() { return full }
        turn += 1
        phase = .speaking(reply, said: .zero)
        return [.wait(behaviour.thinkingTime, .speak(turn: turn))]
    }

    /// One step of generation: a chunk of 40–100 ms of speech with the words that begin in it, or four words of text.
    mutating func speak(_ reply: Reply, said: Duration) -> [ConversationAction] {
        guard said < reply.length else { return generated(reply) }
        let chunk = answersInText ? Self.textStep : Self.chunks.randomElement(using: &dice) ?? Self.chunks[0]
        let length = min(chunk, reply.length - said)
        let words = reply.words(from: said, to: said + length)
        phase = .speaking(reply, said: said + length)
        return say(words, length) + [.wait(length / behaviour.generationSpeed, .speak(turn: turn))]
    }

    /// The speech has been played by now.
    mutating func finish(_ reply: Reply) -> [ConversationAction] {
        phase = .listening
        let done = endOfTurn()
        guard let closure = reply.closure else { return done }
        return done + close(closure)
    }

    /// The user speaks: what was not generated yet never will be, and pending calls are called off.
    mutating func interrupt() -> [ConversationAction] {
        switch phase {
        case .speaking, .playing:
            phase = .listening
            turn += 1
            return [.send(.interrupted)] + endOfTurn()
        case .awaitingTool(let calls):
            phase = .listening
            turn += 1
            let ids = calls.compactMap(\.id)
            let cancellation = ServerJSON(toolCallCancellation: ServerJSON.ToolCallCancellation(ids: ids))
            return [.send(cancellation), .send(.interrupted)] + endOfTurn()
        case .awaitingSetup, .settingUp, .listening, .over:
            return []
        }
    }

    mutating func call(_ function: String) -> [ConversationAction] {
        if let full = makeRoom() { return full }
        turn += 1
        let id = "function-call-" + String(UInt64.random(in: 1...UInt64.max, using: &dice))
        let call = ServerJSON.FunctionCall(id: id, name: function, args: ["city": "Berlin", "unit": "celsius"])
        phase = .awaitingTool([call])
        return [.send(ServerJSON(toolCall: ServerJSON.ToolCall(functionCalls: [call])))]
    }

    private static let chunks = [40, 60, 80, 100].map(Duration.milliseconds)
    private static let textStep = Duration.seconds(4 / Reply.wordsPerSecond)

    private mutating func say(_ words: String, _ length: Duration) -> [ConversationAction] {
        guard !answersInText else {
            context.addResponse(text: words)
            return [.send(.text(words))]
        }
        context.addResponse(audio: length)
        let audio = ConversationAction.send(.audio(voice.speak(length)))
        guard setup.outputAudioTranscription != nil, !words.isEmpty else { return [audio] }
        return [audio, .send(.outputTranscription(words))]
    }

    private mutating func generated(_ reply: Reply) -> [ConversationAction] {
        phase = .playing(reply)
        let playing = answersInText ? .zero : reply.length - reply.length / behaviour.generationSpeed
        return [.send(.generationComplete), .wait(max(playing, .zero), .turnPlayed(turn: turn))]
    }

    private mutating func endOfTurn() -> [ConversationAction] {
        let usage = context.closeTurn()
        let complete = ConversationAction.send(.turnComplete(usage))
        guard setup.sessionResumption != nil, let session else { return [complete] }
        let handle = newHandle()
        memory.remember(.init(session: session, model: model.name, context: context), under: handle)
        let update = ServerJSON.SessionResumptionUpdate(newHandle: handle, resumable: true)
        return [complete, .send(ServerJSON(sessionResumptionUpdate: update))]
    }

    /// Compresses the context when asked to; returns the close when it is full and nobody asked.
    private mutating func makeRoom() -> [ConversationAction]? {
        let limit = behaviour.contextLimit ?? model.contextLimit
        guard let compression = setup.contextWindowCompression else {
            return context.total > limit ? close(.contextFull) : nil
        }
        let trigger = compression.triggerTokens?.value ?? limit * 8 / 10
        context.compress(above: trigger, to: compression.slidingWindow?.targetTokens?.value ?? trigger / 2)
        return nil
    }

    private mutating func newHandle() -> String {
        (0..<4).map { _ in
            let digits = String(dice.next(), radix: 36)
            return String(repeating: "0", count: 13 - digits.count) + digits
        }.joined()
    }
}

extension Reply {
    /// The words that begin in this part of the speech, each with the space before it.
    func words(from start: Duration, to end: Duration) -> String {
        let words = words
        let first = Self.index(of: start)
        let last = end >= length ? words.count : Self.index(of: end)
        guard first < last, last <= words.count else { return "" }
        return words[first..<last].map { first == 0 && $0 == words[0] ? String($0) : " " + $0 }.joined()
    }

    private static func index(of instant: Duration) -> Int { Int((instant.seconds * wordsPerSecond).rounded(.up)) }
}
