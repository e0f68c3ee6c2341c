import LiveProtocol

/// Events of Live Interactions as the facts that other conversations have (`docs/protocol.md#live-interactions`).
extension LiveFacts {
    // MARK: Client

    mutating func read(_ event: InteractionClientEvent) {
        switch event {
        case .create(let setup):
            addClient(.setup(setup))
            line.add(setup.model)
        case .connect(let connect):
            addClient(.interactionConnect(connect))
            line.add(connect.id)
        case .input(let contents): for content in contents { readInput(content) }
        case .end(let how):
            addClient(.interactionEnd(how))
            line.add(how)
        case .userAction(let action): line.add([action.action, action.input].compactMap(\.self).joined(separator: " "))
        case .worldSetup(let world): line.add(world.prompt)
        case .unknown: break
        }
    }

    private mutating func readInput(_ content: InteractionContent) {
        switch content {
        case .text(let text):
            addClient(.text(text))
            line.add(text)
        case .media(let blob) where blob.isAudio: addClient(.audio(chunk(blob, isLegacy: false)))
        case .media(let blob) where blob.isDocument:
            addContent(.blob(blob))
            line.add(frame(blob).digest)
        case .media(let blob): addClient(.video(frame(blob)))
        case .file(let type, let uri):
            addContent(.file(mimeType: type, uri: uri))
            line.add(uri)
        case .functionResult(let response):
            addClient(.toolResponse(response))
            line.add("\(response.name) → \(response.response ?? "nothing")")
        case .unknown: break
        }
    }

    private mutating func addContent(_ part: Part) {
        addClient(.content(ClientContent(turns: [Content(role: "user", parts: [part])], isTurnComplete: true)))
    }

    // MARK: Service

    mutating func read(_ event: InteractionServerEvent, _ steps: inout InteractionSteps) {
        switch event {
        case .opened(let id):
            addServer(.setupComplete(SetupComplete(interactionID: id)))
            line.add(id)
        case .completed(let error, let usage):
            if let error { addError(error) }
            end(usage, &steps)
        case .cancelled(let usage):
            if steps.isModelSpeaking { addServer(.interrupted) }
            end(usage, &steps)
        case .reconnectionRequired: addServer(.goAway(GoAway(timeLeft: nil)))
        case .stepStart(let index, let step): start(step, index, &steps)
        case .stepDelta(let index, let delta, _): read(delta, index, &steps)
        case .stepStop(let index, let usage): stop(index, usage, &steps)
        case .error(let error): addError(error)
        case .unknown: break
        }
    }

    private mutating func addError(_ error: ServerError) {
        addServer(.error(error))
        line.add(error.message ?? error.status)
    }

    private mutating func start(_ step: InteractionStep, _ index: Int64, _ steps: inout InteractionSteps) {
        // The user's words are taken up before the model's are over.
        if step.kind == .userInput, steps.isModelSpeaking { addServer(.interrupted) }
        var open = InteractionSteps.Open(kind: step.kind, id: step.id, name: step.name ?? "")
        if case .serviceCall(let tool) = step.kind, open.name.isEmpty { open.name = tool }
        open.arguments = step.arguments
        if step.arguments != nil { tell(&open) }
        steps[index] = open
        if let error = step.error { addError(error) }
        if let summary = step.summary, !summary.isEmpty {
            addServer(.thought(summary))
            line.add(summary)
        }
        switch step.kind {
        case .serviceResult(let tool): addResult(step, named: tool)
        case .functionResult: addResult(step, named: "")
        default: break
        }
        for content in step.contents { read(content, index, &steps) }
    }

    private mutating func addResult(_ step: InteractionStep, named tool: String) {
        addResult(ServiceResult(id: step.id, name: step.name ?? tool, response: step.result))
    }

    private mutating func read(_ delta: InteractionDelta, _ index: Int64, _ steps: inout InteractionSteps) {
        switch delta {
        case .content(let content): read(content, index, &steps)
        case .arguments(let piece):
            let earlier = steps[index]?.arguments ?? ""
            steps[index]?.arguments = earlier + piece
            line.add(piece)
        case .thought(let text):
            addServer(.thought(text))
            line.add(text)
        case .serviceCall(let call):
            guard var open = steps[index] else { return addCall(call) }
            open.arguments = call.arguments ?? open.arguments
            if !open.isTold { tell(&open) }
            steps[index] = open
        case .serviceResult(var result):
            result.id = result.id ?? steps[index]?.id
            addResult(result)
        case .annotations(let count): addServer(.grounding(Grounding(chunkCount: count)))
        case .signature, .unknown: break
        }
    }

    private mutating func read(_ content: InteractionContent, _ index: Int64, _ steps: inout InteractionSteps) {
        let kind = steps[index]?.kind
        switch content {
        case .text(let text): say(text, kind, afterAudio: steps[index]?.hasAudio == true)
        // What the user said comes back with its transcript.
        case .media, .file: if kind != .userInput { show(content, index, &steps) }
        case .functionResult(let response):
            addResult(ServiceResult(id: response.id, name: response.name, response: response.response))
        case .unknown: break
        }
    }

    private mutating func say(_ text: String, _ kind: InteractionStep.Kind?, afterAudio: Bool) {
        switch kind {
        case .userInput: addServer(.inputTranscription(Transcription(text: text)))
        case .thought: addServer(.thought(text))
        // Beside audio a text is what the audio says.
        default: addServer(afterAudio ? .outputTranscription(Transcription(text: text)) : .text(text))
        }
        line.add(text)
    }

    private mutating func show(_ content: InteractionContent, _ index: Int64, _ steps: inout InteractionSteps) {
        switch content {
        case .media(let blob) where blob.isAudio:
            steps[index]?.hasAudio = true
            addServer(.audio(chunk(blob, isLegacy: false)))
        case .media(let blob):
            addServer(.part(.blob(blob)))
            line.add(frame(blob).digest)
        case .file(let type, let uri):
            addServer(.part(.file(mimeType: type, uri: uri)))
            line.add(uri)
        case .text, .functionResult, .unknown: break
        }
    }

    private mutating func stop(_ index: Int64, _ usage: UsageMetadata?, _ steps: inout InteractionSteps) {
        var step = steps[index]
        steps[index] = nil
        if var open = step, !open.isTold {
            tell(&open)
            step = open
        }
        let isTurn = step?.kind == .modelOutput
        if isTurn { addServer(.generationComplete) }
        addUsage(usage)
        if isTurn { addServer(.turnComplete(reason: nil)) }
    }

    /// Nothing more comes: what has begun is over.
    private mutating func end(_ usage: UsageMetadata?, _ steps: inout InteractionSteps) {
        let isTurn = steps.isModelSpeaking
        for var open in steps.takeAll() where !open.isTold { tell(&open) }
        addUsage(usage)
        if isTurn { addServer(.turnComplete(reason: nil)) }
    }

    private mutating func addUsage(_ usage: UsageMetadata?) {
        guard let usage else { return }
        addServer(.usage(usage))
        line.add("\(usage.context) tokens")
    }

    /// Says a call, as soon as its arguments are complete.
    private mutating func tell(_ open: inout InteractionSteps.Open) {
        open.isTold = true
        switch open.kind {
        case .functionCall: addCall(FunctionCall(id: open.id, name: open.name, arguments: open.arguments ?? "{}"))
        case .serviceCall: addCall(ServiceCall(id: open.id, name: open.name, arguments: open.arguments))
        default: break
        }
    }
}

extension Blob {
    /// Neither picture nor film.
    fileprivate var isDocument: Bool {
        guard let type = mimeType?.lowercased() else { return false }
        return !type.hasPrefix("image/") && !type.hasPrefix("video/")
    }
}
