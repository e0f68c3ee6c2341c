import LiveProtocol

/// The mock as it speaks Live Interactions (`docs/protocol.md#live-interactions`): the conversation of the other protocol,
/// with other words for what is said in it.
struct InteractionConversation: Conversation {
    private var inner: MockConversation
    private let memory: InteractionMemory
    private(set) var id: String?
    private var speech = InteractionSpeech()
    private var isCreated = false
    private var isOver = false

    init(inner: MockConversation, memory: InteractionMemory) {
        self.inner = inner
        self.memory = memory
    }

    mutating func begin() -> [ConversationAction] { inner.begin() }

    /// Messages of the other protocol are no events.
    mutating func receive(_ message: ClientJSON) -> [ConversationAction] { close(.invalidArgument) }

    mutating func receive(payload: [UInt8]) -> [ConversationAction] {
        guard let events = try? InteractionClientJSON.read(payload) else { return close(.invalidArgument) }
        return events.flatMap { receive($0) }
    }

    mutating func ring(_ alarm: ConversationAlarm) -> [ConversationAction] { translated(inner.ring(alarm)) }

    mutating func close(_ closure: MockClosure) -> [ConversationAction] {
        isOver = true
        return inner.close(closure)
    }

    mutating func end() {
        remember()
        inner.end()
    }

    private mutating func receive(_ event: InteractionClientJSON) -> [ConversationAction] {
        guard !isOver else { return [] }
        switch event.eventType {
        case "interaction.create": return create(event)
        case "interaction.connect": return open(event.id ?? memory.newID(), model: nil, [])
        case "input" where id != nil: return (event.content ?? []).flatMap { hear($0) }
        case "interaction.complete" where id != nil: return finish("interaction.completed")
        case "interaction.cancel" where id != nil: return finish("interaction.cancelled")
        case "interaction.disconnect", "user_action", "world_setup": return []
        default: return close(.invalidArgument)
        }
    }

    private mutating func create(_ event: InteractionClientJSON) -> [ConversationAction] {
        let functions = (event.tools ?? []).filter { $0.type == "function" }.compactMap(\.name)
        isCreated = true
        guard let id else { return open(memory.newID(), model: event.model, functions) }
        // Of one that is open, the tools are taken.
        declare(functions)
        return send([InteractionServerJSON(eventType: "interaction.created", interactionId: id)])
    }

    private mutating func open(_ id: String, model: String?, _ functions: [String]) -> [ConversationAction] {
        guard self.id == nil else { return close(.setupFirst) }
        self.id = id
        let entry = memory[id]
        let name = model ?? MockModel.all[0].name
        let setup = ClientJSON.Setup(
            model: name.contains("/") ? name : "models/\(name)", inputAudioTranscription: Present(),
            outputAudioTranscription: Present())
        let actions = inner.receive(ClientJSON(setup: setup))
        inner.context = entry.context
        speech = InteractionSpeech(entry)
        declare(functions.isEmpty ? entry.functions : functions)
        return translated(actions)
    }

    private mutating func declare(_ functions: [String]) {
        inner.setup.tools = [
            ClientJSON.Tool(functionDeclarations: functions.map { ClientJSON.FunctionDeclaration(name: $0) })
        ]
        remember()
    }

    private mutating func hear(_ content: InteractionClientJSON.Content) -> [ConversationAction] {
        var input = ClientJSON.RealtimeInput()
        switch content.type {
        case "text": input.text = content.text ?? ""
        case "audio":
            let rate = content.sampleRate.map { ";rate=\($0)" } ?? ""
            input.audio = ClientJSON.Blob(mimeType: (content.mimeType ?? "audio/pcm") + rate, data: content.data ?? "")
        case "image", "video":
            input.video = ClientJSON.Blob(mimeType: content.mimeType, data: content.data ?? "")
        case "function_result":
            let response = ClientJSON.FunctionResponse(id: content.callId, name: content.name)
            return translated(
                inner.receive(ClientJSON(toolResponse: ClientJSON.ToolResponse(functionResponses: [response]))))
        default: return []
        }
        return translated(inner.receive(ClientJSON(realtimeInput: input)))
    }

    /// The interaction is over: the client closes, as the SDK does.
    private mutating func finish(_ event: String) -> [ConversationAction] {
        let last = translated(inner.interrupt())
        isOver = true
        var end = InteractionServerJSON(eventType: event, usage: speech.usage)
        if event == "interaction.completed" { end.status = InteractionServerJSON.Status(code: 0) }
        return last + send([end])
    }

    // MARK: Words

    private mutating func translated(_ actions: [ConversationAction]) -> [ConversationAction] {
        actions.flatMap { action -> [ConversationAction] in
            guard case .send(let message) = action else { return [action] }
            if message.setupComplete != nil { return opened() }
            return send(speech.events(for: message))
        }
    }

    private func opened() -> [ConversationAction] {
        let event = isCreated ? "interaction.created" : "interaction.connected"
        return send([InteractionServerJSON(eventType: event, interactionId: id)])
    }

    private func send(_ events: [InteractionServerJSON]) -> [ConversationAction] {
        InteractionServerJSON.text(events).map { [.sendText($0)] } ?? []
    }

    private mutating func remember() {
        guard let id else { return }
        memory[id] = InteractionMemory.Entry(
            context: inner.context, usage: speech.usage, nextIndex: speech.nextIndex, functions: inner.functionNames)
    }
}
