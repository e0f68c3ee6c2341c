import LiveProtocol

/// The user's side: text, audio with automatic or manual activity, tool responses.
extension MockConversation {
    mutating func hear(_ content: ClientJSON.ClientContent) -> [ConversationAction] {
        let text = (content.turns ?? []).flatMap { $0.parts ?? [] }.compactMap(\.text).joined(separator: " ")
        context.addPrompt(text: text)
        guard content.turnComplete != false else { return [] }
        return userSaid(text)
    }

    mutating func hear(_ input: ClientJSON.RealtimeInput) -> [ConversationAction] {
        if let audio = input.audio ?? input.mediaChunks?.first, audio.isAudio { return hear(audio) }
        if input.activityStart != nil { return activityMarked { $0.activityStarted() } }
        if input.activityEnd != nil { return activityMarked { $0.activityEnded() } }
        if input.audioStreamEnd == true { return activity.flush().flatMap { act(on: $0) } }
        if let text = input.text {
            context.addPrompt(text: text)
            return userSaid(text)
        }
        // Video is taken in silence, as the service does.
        if input.video != nil { context.addImage() }
        return []
    }

    mutating func hear(_ response: ClientJSON.ToolResponse) -> [ConversationAction] {
        guard case .awaitingTool(let calls) = phase else { return [] }
        let answered = Set((response.functionResponses ?? []).compactMap(\.id))
        let open = calls.filter { !answered.contains($0.id ?? "") }
        guard open.isEmpty else {
            phase = .awaitingTool(open)
            return []
        }
        return begin(.result(of: calls.first?.name ?? "the tool"))
    }

    private mutating func hear(_ audio: ClientJSON.Blob) -> [ConversationAction] {
        guard let pcm = Base64.decode(audio.data) else { return close(.invalidArgument) }
        let rate = audio.sampleRate
        let length = Duration.seconds(Double(pcm.count / 2) / Double(rate))
        context.addPrompt(audio: length)
        guard isActivityManual else {
            return activity.append(pcm, sampleRate: rate).flatMap { act(on: $0) }
        }
        guard let speech = manualSpeech else { return close(.invalidArgument) }
        manualSpeech = speech + length
        return []
    }

    private mutating func act(on event: SpeechGate.Event) -> [ConversationAction] {
        switch event {
        case .speechStarted: mayBeInterrupted ? interrupt() : []
        case .speechEnded: userSpoke()
        }
    }

    private mutating func activityMarked(_ body: (inout Self) -> [ConversationAction]) -> [ConversationAction] {
        isActivityManual ? body(&self) : close(.explicitActivity)
    }

    private mutating func activityStarted() -> [ConversationAction] {
        manualSpeech = .zero
        return mayBeInterrupted ? interrupt() : []
    }

    private mutating func activityEnded() -> [ConversationAction] {
        guard manualSpeech != nil else { return [] }
        manualSpeech = nil
        return userSpoke()
    }

    private mutating func userSpoke() -> [ConversationAction] {
        let heard = Reply.heard(&dice)
        let transcript =
            setup.inputAudioTranscription == nil ? [] : [ConversationAction.send(.inputTranscription(heard))]
        return transcript + begin(talk())
    }

    private mutating func userSaid(_ text: String) -> [ConversationAction] {
        let cut = interrupt()
        return switch Intent(text, functions: functionNames) {
        case .callFunction(let name): cut + call(name)
        case .story: cut + begin(.story)
        case .goodbye: cut + begin(.goodbye)
        case .close(let code): cut + close(.withCode(code))
        case .goAway: cut + goAway()
        case .silence: cut
        case .hangUp: cut + [.abort]
        case .talk: cut + begin(talk())
        }
    }
}

extension MockConversation {
    private mutating func talk() -> Reply {
        guard behaviour.numbersAnswers, let session else { return .talk(&dice) }
        return .talk(number: memory.countAnswer(of: session))
    }
}

extension ClientJSON.Blob {
    var isAudio: Bool { mimeType?.hasPrefix("audio/") ?? true }

    /// From `audio/pcm;rate=16000`; 16 kHz where the type does not say.
    var sampleRate: Int {
        let parameters = (mimeType ?? "").split { $0 == ";" || $0 == " " }
        let rate = parameters.first { $0.hasPrefix("rate=") }.flatMap { Int($0.dropFirst(5)) }
        return rate.flatMap { $0 > 0 ? $0 : nil } ?? 16_000
    }
}
