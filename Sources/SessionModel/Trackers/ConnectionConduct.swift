import LiveProtocol

/// What client and service did on one connection, as far as it can be against the rules of the protocol: counts and
/// the frames that prove them.
public struct ConnectionConduct: Codable, Hashable, Sendable {
    // MARK: Both sides

    /// The last frame of any kind in each direction, before a close frame crossed in either: what follows one is its answer.
    public private(set) var lastUp: FrameMark?
    public private(set) var lastDown: FrameMark?
    public private(set) var pings = PingClock()
    /// Times that the client, and the service, did not take what was sent.
    public private(set) var clientPauses = PauseClock()
    public private(set) var serverPauses = PauseClock()

    // MARK: The client

    public private(set) var setups = Occurrences()
    /// Anything before the first setup.
    public private(set) var beforeSetup = Occurrences()
    /// Input and content after the setup and before its completion.
    public private(set) var beforeComplete = Occurrences()
    /// Everything that counts as input: media, text, activity marks, content, tool responses.
    public private(set) var input = Occurrences()
    public private(set) var audio = Occurrences()
    public private(set) var audioDuration = Duration.zero
    public private(set) var video = Occurrences()
    /// Audio in the deprecated `mediaChunks`.
    public private(set) var legacyMedia = Occurrences()
    /// PCM messages that hold half a sample.
    public private(set) var oddAudio = Occurrences()
    public private(set) var texts = Occurrences()
    /// Texts of more than `largeText` bytes.
    public private(set) var largeTexts = Occurrences()
    public private(set) var contents = Occurrences()
    /// Contents after the model had said something on this connection.
    public private(set) var contentsAfterModel = Occurrences()
    /// Contents that carry audio, and those that name a file.
    public private(set) var contentsWithAudio = Occurrences()
    public private(set) var contentsWithFile = Occurrences()
    /// Contents that bring words of the model along: a history.
    public private(set) var histories = Occurrences()
    public private(set) var toolResponses = Occurrences()
    /// Responses that say when the model is to take them, which only non-blocking functions allow.
    public private(set) var scheduledResponses = Occurrences()
    /// Responses that bring media of their own.
    public private(set) var responsesWithParts = Occurrences()
    /// Input during the time that a call was pending, which a blocking model does not take.
    public private(set) var inputDuringCall = Occurrences()
    /// Size of the last message that carried a tool response.
    public private(set) var lastToolResponseByteCount: Int?
    public private(set) var activity = ActivityMarks()
    /// Texts that ask for an answer less than a second after an `activityEnd`, which asks for one too.
    public private(set) var textsAfterActivity = Occurrences()
    private var activityEndedAt: Timestamp?
    /// Paths of the client's messages that livetop does not know, the first `pathLimit`.
    public private(set) var unknownPaths: [String] = []
    /// Where the first of them was.
    public private(set) var unknownField: FrameMark?

    // MARK: The service

    public private(set) var setupCompletes = Occurrences()
    /// Parts and transcripts of the model.
    public private(set) var modelOutput = Occurrences()
    /// Anything in `serverContent`, transcripts of the user included, and tool calls.
    public private(set) var serverContent = Occurrences()
    public private(set) var turnCompletes = Occurrences()
    /// Transcripts of the user that may still change, and those that do not.
    public private(set) var interimTranscripts = Occurrences()
    public private(set) var inputTranscripts = Occurrences()
    public private(set) var toolCalls = Occurrences()
    public private(set) var interruptions = Occurrences()
    public private(set) var resumptionUpdates = Occurrences()
    /// What the service said in a top-level `error`, the last one.
    public private(set) var error: String?

    /// A close frame has crossed.
    private var isClosing = false
    /// Size of the client's message whose facts follow.
    private var pendingByteCount: Int?

    public static let largeText = 4_096
    static let pathLimit = 16

    public init() {}

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .frame(let direction, let opcode, _):
            let mark = event.mark
            if opcode == .close { isClosing = true }
            if !isClosing {
                if direction == .clientToServer { lastUp = mark } else { lastDown = mark }
            }
            pings.apply(direction, opcode, mark)
        case .wire(.paused(let direction)):
            if direction == .serverToClient {
                clientPauses.begin(at: event.at)
            } else {
                serverPauses.begin(at: event.at)
            }
        case .wire(.resumed(let direction)):
            if direction == .serverToClient { clientPauses.end(at: event.at) } else { serverPauses.end(at: event.at) }
        case .wire(.closed):
            clientPauses.end(at: event.at)
            serverPauses.end(at: event.at)
        case .message(.clientToServer, let digest): pendingByteCount = digest.byteCount
        case .client(let fact): apply(fact, event)
        case .server(let fact): apply(fact, event)
        case .unknownField(.clientToServer, let path):
            if unknownField == nil { unknownField = event.mark }
            if unknownPaths.count < Self.pathLimit, !unknownPaths.contains(path) { unknownPaths.append(path) }
        default: break
        }
    }

    /// The model waits for a tool.
    mutating func noteDuringCall(_ event: LiveEvent) {
        switch event.kind {
        case .client(.audio), .client(.video), .client(.text), .client(.activityStart), .client(.activityEnd):
            inputDuringCall.add(event)
        default: break
        }
    }

    private mutating func apply(_ fact: ClientFact, _ event: LiveEvent) {
        switch fact {
        case .setup, .interactionConnect:
            setups.add(event)
            return
        case .interactionEnd: return
        default: break
        }
        noteOrder(event)
        switch fact {
        // No input that the model is to answer.
        case .contextUpdate, .musicPrompts, .musicConfig, .playbackControl: return
        default: break
        }
        input.add(event)
        activity.apply(fact, event)
        switch fact {
        case .audio(let chunk):
            audio.add(event)
            audioDuration += chunk.duration ?? .zero
            if chunk.format?.bytesPerSample == 2, !chunk.byteCount.isMultiple(of: 2) { oddAudio.add(event) }
            if chunk.isLegacy { legacyMedia.add(event) }
        case .video: video.add(event)
        case .activityEnd: activityEndedAt = event.at
        case .text(let text):
            texts.add(event)
            noteTrigger(event)
            if text.utf8.count > Self.largeText { largeTexts.add(event) }
        case .content(let content): note(content, event)
        case .toolResponse(let response):
            toolResponses.add(event)
            if response.scheduling != nil { scheduledResponses.add(event) }
            if response.partCount > 0 { responsesWithParts.add(event) }
            lastToolResponseByteCount = pendingByteCount
        default: break
        }
    }

    private mutating func noteOrder(_ event: LiveEvent) {
        if setups.isEmpty {
            beforeSetup.add(event)
        } else if setupCompletes.isEmpty {
            beforeComplete.add(event)
        }
    }

    private mutating func noteTrigger(_ event: LiveEvent) {
        guard let activityEndedAt, event.at - activityEndedAt < .seconds(1),
            modelOutput.last.map({ $0.at < activityEndedAt }) ?? true
        else { return }
        textsAfterActivity.add(event)
    }

    private mutating func note(_ content: ClientContent, _ event: LiveEvent) {
        contents.add(event)
        if content.isTurnComplete { noteTrigger(event) }
        if !modelOutput.isEmpty { contentsAfterModel.add(event) }
        if content.turns.contains(where: \.isOfModel) { histories.add(event) }
        let parts = content.turns.flatMap(\.parts)
        if parts.contains(where: \.isAudio) { contentsWithAudio.add(event) }
        if parts.contains(where: \.isFile) { contentsWithFile.add(event) }
    }

    private mutating func apply(_ fact: ServerFact, _ event: LiveEvent) {
        switch fact {
        case .setupComplete: setupCompletes.add(event)
        case .audio, .text, .thought, .part, .outputTranscription, .serviceCall:
            modelOutput.add(event)
            serverContent.add(event)
        case .toolCall:
            toolCalls.add(event)
            serverContent.add(event)
        case .interrupted:
            interruptions.add(event)
            serverContent.add(event)
        case .turnComplete:
            turnCompletes.add(event)
            serverContent.add(event)
        case .inputTranscription:
            inputTranscripts.add(event)
            serverContent.add(event)
        case .interimInputTranscription:
            interimTranscripts.add(event)
            serverContent.add(event)
        case .music, .generationComplete, .waitingForInput: serverContent.add(event)
        case .resumptionUpdate: resumptionUpdates.add(event)
        case .error(let error): self.error = (error.message ?? error.status)?.shortened
        default: break
        }
    }
}

extension Content {
    /// With words: frameworks send an empty part of the model before a turn that only triggers.
    fileprivate var isOfModel: Bool {
        role == "model"
            && parts.contains { part in
                if case .text(let text) = part { !text.isEmpty } else { false }
            }
    }
}

extension Part {
    fileprivate var isAudio: Bool {
        if case .blob(let blob) = self { blob.isAudio } else { false }
    }

    fileprivate var isFile: Bool {
        if case .file = self { true } else { false }
    }
}
