import LiveProtocol

/// Turns the client's lines of a script into messages. Remembers what an answer needs: open calls, the newest handle.
package struct ClientVoice: Sendable {
    /// What a line sends, and how long after the message before it.
    package struct Utterance: Equatable, Sendable {
        package var after: Duration
        package var message: ClientJSON
        /// Sent instead of `message`.
        package var text: String?
    }

    package let spelling: Spelling
    package var handle: String?
    private var openCalls: [ServerJSON.FunctionCall] = []
    private var voice: Voice

    package init(seed: UInt64, spelling: Spelling, handle: String? = nil) {
        self.spelling = spelling
        self.handle = handle
        voice = Voice(seed: seed, sampleRate: 16_000)
    }

    /// Empty for lines that are not messages.
    package mutating func utterances(for line: ClientLine) -> [Utterance] {
        switch line {
        case .setup(let setup): [now(ClientJSON(setup: json(setup)))]
        case .content(let text): [now(.turn(text))]
        case .text(let text): [now(.input(.init(text: text)))]
        case .audio(let sound): audio(sound)
        case .activityStart: [now(.input(.init(activityStart: Present())))]
        case .activityEnd: [now(.input(.init(activityEnd: Present())))]
        case .audioStreamEnd: [now(.input(.init(audioStreamEnd: true)))]
        case .bytes(let bytes, let type): [now(.input(.init(audio: .init(bytes, type))))]
        case .legacyBytes(let bytes, let type): [now(.input(.init(mediaChunks: [.init(bytes, type)])))]
        case .image(let count, let type): [now(.input(.init(video: .init(.image(count), type))))]
        case .json(let text): [Utterance(after: .zero, message: ClientJSON(), text: text)]
        case .toolResponse(let fields): [now(ClientJSON(toolResponse: answer(fields)))]
        case .ping, .stopReading, .close, .closeBecause, .hangUp: []
        }
    }

    package func bytes(of utterance: Utterance) throws -> [UInt8] {
        guard let text = utterance.text else { return try MessageCoding.encode(utterance.message, spelling) }
        return Array(spelling.respell(text).utf8)
    }

    /// Notes what later lines refer to.
    package mutating func hear(_ message: ServerJSON) {
        if let calls = message.toolCall?.functionCalls { openCalls += calls }
        if let ids = message.toolCallCancellation?.ids { openCalls.removeAll { ids.contains($0.id ?? "") } }
        if let update = message.sessionResumptionUpdate, update.resumable == true, let new = update.newHandle {
            handle = new
        }
    }

    private func now(_ message: ClientJSON) -> Utterance { Utterance(after: .zero, message: message) }

    private mutating func audio(_ sound: ClientLine.Sound) -> [Utterance] {
        switch sound {
        case .speech(let length): length.pieces(of: Self.chunk).map { said($0, voice.speak($0)) }
        case .silence(let length):
            length.pieces(of: Self.chunk).map { said($0, Voice.silence($0, sampleRate: 16_000)) }
        case .samples(_, let rate, _):
            sound.pieces.map { said(.seconds(1) * $0.count / max(rate, 1), Voice.bytes($0), rate: rate) }
        case .message(let samples, let rate): [said(.zero, Voice.bytes(samples), rate: rate)]
        }
    }

    private func said(_ length: Duration, _ pcm: [UInt8], rate: Int = 16_000) -> Utterance {
        let blob = ClientJSON.Blob(mimeType: "audio/pcm;rate=\(rate)", data: Base64.encode(pcm))
        return Utterance(after: length, message: .input(.init(audio: blob)))
    }

    private static let chunk = Duration.milliseconds(40)

    private mutating func answer(_ fields: [String: String]) -> ClientJSON.ToolResponse {
        let responses = openCalls.map { call in
            ClientJSON.FunctionResponse(id: call.id, name: call.name, response: FreeForm(fields))
        }
        openCalls = []
        return ClientJSON.ToolResponse(functionResponses: responses)
    }

    private func json(_ line: SetupLine) -> ClientJSON.Setup {
        var setup = ClientJSON.Setup()
        setup.model = line.model.contains("/") ? line.model : "models/\(line.model)"
        setup.generationConfig = .init(responseModalities: [line.modality])
        setup.systemInstruction = line.instruction.map { .init(parts: [.init(text: $0)]) }
        if !line.functions.isEmpty {
            let declarations = line.functions.map {
                ClientJSON.FunctionDeclaration(name: $0, description: line.functionDescription)
            }
            setup.tools = [.init(functionDeclarations: declarations)]
        }
        if line.hasManualActivity {
            setup.realtimeInputConfig = .init(automaticActivityDetection: .init(disabled: true))
        }
        if line.transcribes {
            setup.inputAudioTranscription = Present()
            setup.outputAudioTranscription = Present()
        }
        if let trigger = line.compressionTrigger {
            setup.contextWindowCompression = .init(
                triggerTokens: LenientInteger(trigger),
                slidingWindow: .init(targetTokens: LenientInteger(trigger / 2)))
        }
        setup.sessionResumption = resumption(line.resumption)
        return setup
    }

    private func resumption(_ resumption: SetupLine.Resumption) -> ClientJSON.SessionResumption? {
        switch resumption {
        case .off: nil
        case .fresh: .init()
        case .newest: .init(handle: handle)
        case .handle(let handle): .init(handle: handle)
        }
    }
}

extension ClientJSON {
    fileprivate static func turn(_ text: String) -> ClientJSON {
        let content = Content(role: "user", parts: [Part(text: text)])
        return ClientJSON(clientContent: ClientContent(turns: [content], turnComplete: true))
    }

    fileprivate static func input(_ input: RealtimeInput) -> ClientJSON { ClientJSON(realtimeInput: input) }
}

extension ClientJSON.Blob {
    fileprivate init(_ bytes: [UInt8], _ type: String) {
        self.init(mimeType: type, data: Base64.encode(bytes))
    }
}

extension [UInt8] {
    /// What begins and ends as a JPEG does.
    fileprivate static func image(_ count: Int) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 0x5A, count: Swift.max(count - 6, 0)) + [0xFF, 0xD9]
    }
}
