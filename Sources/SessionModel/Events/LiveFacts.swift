import LiveProtocol

/// Takes one message apart into its facts, in the order that `ServerFact` documents, and into one line of text.
struct LiveFacts {
    let direction: Direction
    /// Bytes that crossed and were not captured. A capture level that empties media leaves the rest of the message
    /// whole, so this is the length of the media.
    private var uncaptured: Int
    private(set) var kinds: [LiveEvent.Kind] = []
    var line = DigestLine()
    private var audio: Duration = .zero
    private var hasAudio = false
    var lastFormat: (mimeType: String, format: AudioFormat?)?

    init(direction: Direction, uncaptured: Int) {
        self.direction = direction
        self.uncaptured = max(uncaptured, 0)
    }

    /// What the message says, in one line for people.
    var digest: String {
        var line = line
        if hasAudio { line.prepend(Self.digest(ofAudio: audio)) }
        return line.text
    }

    static func digest(ofAudio length: Duration) -> String { "\(Int64(clamping: length.milliseconds.rounded())) ms" }

    // MARK: Client

    mutating func read(_ message: ClientMessage) {
        if let setup = message.setup {
            addClient(.setup(setup))
            line.add(setup.model ?? "no model")
            line.add(setup.generation.responseModalities?.joined(separator: "+"))
        }
        if let content = message.clientContent { read(content) }
        if let input = message.realtimeInput { read(input) }
        for response in message.toolResponse ?? [] {
            addClient(.toolResponse(response))
            line.add("\(response.name) → \(response.response ?? "nothing")")
        }
        if let update = message.contextUpdate {
            addClient(.contextUpdate(update))
            line.add(update.systemInstruction)
            line.add(update.tools.map { "\($0.count) tools" })
        }
        readMusic(message)
    }

    private mutating func read(_ content: ClientContent) {
        guard content.weightedPrompts.isEmpty else {
            addClient(.musicPrompts(content.weightedPrompts))
            for prompt in content.weightedPrompts { line.add(prompt.digest) }
            return
        }
        addClient(.content(content))
        for turn in content.turns { line.add(turn.text) }
    }

    private mutating func readMusic(_ message: ClientMessage) {
        if let config = message.musicConfig {
            addClient(.musicConfig(config))
            for setting in config.settings { line.add(setting) }
        }
        if let control = message.playbackControl {
            addClient(.playbackControl(control))
            line.add(control)
        }
    }

    private mutating func read(_ input: RealtimeInput) {
        if input.activityStart { addClient(.activityStart) }
        if let audio = input.audio { addMedia(audio) }
        for chunk in input.mediaChunks { addMedia(chunk, isLegacy: true) }
        if let video = input.video { addMedia(video) }
        if let text = input.text {
            addClient(.text(text))
            line.add(text)
        }
        if input.activityEnd { addClient(.activityEnd) }
        if input.audioStreamEnd { addClient(.audioStreamEnd) }
    }

    private mutating func addMedia(_ blob: Blob, isLegacy: Bool = false) {
        if blob.isAudio {
            addClient(.audio(chunk(blob, isLegacy: isLegacy)))
        } else {
            addClient(.video(frame(blob)))
        }
    }

    // MARK: Server

    mutating func read(_ message: ServerMessage, _ calls: inout PartialCalls) {
        if let complete = message.setupComplete {
            addServer(.setupComplete(complete))
            line.add(complete.sessionID)
        }
        if let error = message.error {
            addServer(.error(error))
            line.add(error.message ?? error.status)
        }
        if message.serverContent?.isInterrupted == true { addServer(.interrupted) }
        if let activity = message.voiceActivity {
            addServer(.voiceActivity(activity))
            line.add(activity.isStart ? "speech begins" : "speech ends")
        }
        if let content = message.serverContent { readContent(content) }
        for call in message.toolCall ?? [] { addCall(calls.completed(call)) }
        if let ids = message.toolCallCancellation {
            addServer(.toolCallCancellation(ids))
            line.add(ids.joined(separator: " "))
        }
        readEnds(message)
    }

    private mutating func readContent(_ content: ServerContent) {
        if let piece = content.interimInputTranscription { addServer(.interimInputTranscription(piece)) }
        if let piece = content.inputTranscription {
            addServer(.inputTranscription(piece))
            line.add(piece.text)
        }
        for piece in content.audioChunks { addServer(.music(chunk(piece.audio, isLegacy: false))) }
        for part in content.modelTurn?.parts ?? [] { addPart(part) }
        if let piece = content.outputTranscription {
            addServer(.outputTranscription(piece))
            line.add(piece.text)
        }
        if let grounding = content.grounding {
            addServer(.grounding(grounding))
            line.add(grounding.queries.joined(separator: ", "))
        }
        if !content.retrievedURLs.isEmpty { addServer(.retrievedURLs(content.retrievedURLs)) }
    }

    private mutating func addPart(_ part: Part) {
        switch part {
        case .blob(let blob) where blob.isAudio: addServer(.audio(chunk(blob, isLegacy: false)))
        case .text(let text):
            addServer(.text(text))
            line.add(text)
        case .thought(let text):
            addServer(.thought(text))
            line.add(text)
        case .functionCall(let call): addCall(call)
        case .serviceCall(let call): addCall(call)
        case .serviceResult(let result): addResult(result)
        case .transcription(let piece):
            addServer(.outputTranscription(piece))
            line.add(piece.text)
        case .blob(let blob):
            addServer(.part(part))
            line.add(frame(blob).digest)
        default: addServer(.part(part))
        }
    }

    mutating func addCall(_ call: FunctionCall) {
        addServer(.toolCall(call))
        line.add("\(call.name)(\(call.arguments ?? ""))")
    }

    mutating func addCall(_ call: ServiceCall) {
        addServer(.serviceCall(call))
        line.add("\(call.name)(\(call.arguments ?? ""))")
    }

    mutating func addResult(_ result: ServiceResult) {
        addServer(.serviceResult(result))
        line.add("\(result.name) → \(result.response ?? "nothing")")
    }

    /// What ends something comes last: usage belongs to the turn that its message completes.
    private mutating func readEnds(_ message: ServerMessage) {
        let content = message.serverContent
        if content?.isWaitingForInput == true { addServer(.waitingForInput) }
        if content?.isGenerationComplete == true { addServer(.generationComplete) }
        if let usage = message.usage {
            addServer(.usage(usage))
            line.add("\(usage.context) tokens")
        }
        if let content, content.isTurnComplete {
            addServer(.turnComplete(reason: content.turnCompleteReason))
            line.add(content.turnCompleteReason)
        }
        if let status = content?.interactionStatus { addServer(.interactionStatus(status)) }
        if let goAway = message.goAway {
            addServer(.goAway(goAway))
            line.add(goAway.timeLeft.map { "\($0.seconds) s left" })
        }
        if let update = message.resumptionUpdate {
            addServer(.resumptionUpdate(update))
            line.add(update.isResumable ? "resumable" : "not resumable")
        }
        if let prompt = message.filteredPrompt {
            addServer(.filteredPrompt(prompt))
            line.add(prompt.text)
            line.add(prompt.reason)
        }
        if let warning = message.warning {
            addServer(.warning(warning))
            line.add(warning)
        }
    }

    // MARK: Media

    mutating func chunk(_ blob: Blob, isLegacy: Bool) -> AudioChunk {
        let format = format(of: blob)
        let chunk = AudioChunk(
            format: format, otherType: format == nil ? blob.mimeType : nil, byteCount: byteCount(of: blob),
            isLegacy: isLegacy, base64: blob.base64)
        hasAudio = hasAudio || chunk.format != nil
        audio += chunk.duration ?? .zero
        if chunk.format == nil { line.add(frame(blob).digest) }
        return chunk
    }

    mutating func frame(_ blob: Blob) -> VideoFrame {
        let frame = VideoFrame(mimeType: blob.mimeType, byteCount: byteCount(of: blob))
        if direction == .clientToServer { line.add(frame.digest) }
        return frame
    }

    private mutating func byteCount(of blob: Blob) -> Int {
        guard blob.base64.isEmpty else { return blob.byteCount }
        defer { uncaptured = 0 }
        return uncaptured / 4 * 3
    }

    private mutating func format(of blob: Blob) -> AudioFormat? {
        guard let mimeType = blob.mimeType else { return nil }
        if let lastFormat, lastFormat.mimeType == mimeType { return lastFormat.format }
        let format = AudioFormat(mimeType: mimeType, direction: direction)
        lastFormat = (mimeType, format)
        return format
    }

    mutating func addClient(_ fact: ClientFact) { kinds.append(.client(fact)) }

    mutating func addServer(_ fact: ServerFact) { kinds.append(.server(fact)) }
}

extension VideoFrame {
    var digest: String { "\(mimeType ?? "media") \(byteCount) bytes" }
}
