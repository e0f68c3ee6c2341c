import LiveProtocol

/// What the service says, as steps: the user's words, the model's, a call of a function.
struct InteractionSpeech: Sendable {
    /// Since the interaction began.
    private(set) var usage = InteractionServerJSON.Usage()
    private(set) var nextIndex = 0
    /// The model's step that is open.
    private var openStep: Int?
    private var eventCount = 0

    init() {}

    /// Goes on with an interaction.
    init(_ entry: InteractionMemory.Entry) { (usage, nextIndex) = (entry.usage, entry.nextIndex) }

    /// Nothing for messages that have no counterpart.
    mutating func events(for message: ServerJSON) -> [InteractionServerJSON] {
        var events: [InteractionServerJSON] = []
        if message.goAway != nil { events.append(InteractionServerJSON(eventType: "reconnection_required")) }
        for call in message.toolCall?.functionCalls ?? [] { events += self.events(for: call) }
        guard let content = message.serverContent else { return events }
        if let heard = content.inputTranscription?.text { events += userStep(heard) }
        // The service has no word for an interruption: it takes up what the user says.
        if content.interrupted == true { events += userStep(nil) }
        for part in content.modelTurn?.parts ?? [] { events += self.events(for: part) }
        if let words = content.outputTranscription?.text { events += said(Delta(type: "text", text: words)) }
        if content.turnComplete == true { events += stop(message.usageMetadata) }
        return events
    }

    private typealias Delta = InteractionServerJSON.Delta
    private typealias Step = InteractionServerJSON.Step

    private mutating func events(for part: ServerJSON.Part) -> [InteractionServerJSON] {
        var events: [InteractionServerJSON] = []
        if let text = part.text { events += said(Delta(type: "text", text: text)) }
        if let blob = part.inlineData {
            events += said(
                Delta(type: "audio", data: blob.data, mimeType: "audio/pcm", sampleRate: blob.sampleRate, channels: 1))
        }
        return events
    }

    private mutating func events(for call: ServerJSON.FunctionCall) -> [InteractionServerJSON] {
        let index = takeIndex()
        let step = Step(type: "function_call", id: call.id, name: call.name, arguments: [:])
        let fields = (call.args?.fields ?? [:]).sorted { $0.key < $1.key }
        let arguments = "{" + fields.map { #""\#($0.key)": "\#($0.value)""# }.joined(separator: ", ") + "}"
        // In two pieces, as such texts come.
        let half = arguments.index(arguments.startIndex, offsetBy: arguments.count / 2)
        let pieces = [arguments[..<half], arguments[half...]].map { piece in
            event("step.delta", index, delta: Delta(type: "arguments_delta", arguments: String(piece)))
        }
        return [event("step.start", index, step: step)] + pieces + [event("step.stop", index)]
    }

    private mutating func userStep(_ text: String?) -> [InteractionServerJSON] {
        let index = takeIndex()
        let delta = text.map { event("step.delta", index, delta: Delta(type: "text", text: $0)) }
        return [event("step.start", index, step: Step(type: "user_input"))] + [delta].compactMap(\.self)
            + [event("step.stop", index)]
    }

    private mutating func said(_ delta: Delta) -> [InteractionServerJSON] {
        if let openStep { return [event("step.delta", openStep, delta: delta)] }
        let index = takeIndex()
        openStep = index
        return [event("step.start", index, step: Step(type: "model_output")), event("step.delta", index, delta: delta)]
    }

    private mutating func stop(_ turn: ServerJSON.UsageMetadata?) -> [InteractionServerJSON] {
        let own = turn.map(InteractionServerJSON.Usage.init)
        if let own { usage = usage + own }
        guard let index = openStep else { return [] }
        openStep = nil
        var stop = event("step.stop", index)
        (stop.usage, stop.stepUsage) = (usage, own)
        return [stop]
    }

    private mutating func takeIndex() -> Int {
        defer { nextIndex += 1 }
        return nextIndex
    }

    private mutating func event(
        _ type: String, _ index: Int, step: Step? = nil, delta: Delta? = nil
    ) -> InteractionServerJSON {
        eventCount += 1
        return InteractionServerJSON(
            eventType: type, eventId: "e\(eventCount)", index: index, step: step, delta: delta)
    }
}
