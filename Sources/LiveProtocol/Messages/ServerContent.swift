/// `serverContent`: its fields are not mutually exclusive (`docs/protocol.md#messages`).
public struct ServerContent: Hashable, Sendable {
    public var modelTurn: Content?
    public var isGenerationComplete = false
    public var isTurnComplete = false
    /// As on the wire, such as `MALFORMED_FUNCTION_CALL`; nil for the ordinary end.
    public var turnCompleteReason: String?
    public var isInterrupted = false
    /// The model is silent because it expects more user input.
    public var isWaitingForInput = false
    /// `IN_PROGRESS` or `IDLE`: extended-thinking models complete several turns per interaction.
    public var interactionStatus: String?
    public var inputTranscription: Transcription?
    public var interimInputTranscription: Transcription?
    public var outputTranscription: Transcription?
    public var grounding: Grounding?
    /// Pages that the model read, as `urlContextMetadata` names them.
    public var retrievedURLs: [String] = []
    /// How that went, of each page that it names: `urlRetrievalStatus` as on the wire.
    public var retrievalStatuses: [String] = []
    /// The deprecated `speechState` is there; its shape is undocumented, and no SDK reads it.
    public var hasSpeechState = false
    /// Music, which comes outside of turns.
    public var audioChunks: [MusicChunk] = []

    public init() {}
}

/// A piece of transcript. Pieces are appended to each other as they come, spaces included.
public struct Transcription: Hashable, Sendable {
    public var text: String
    public var isFinished: Bool
    public var languageCode: String?
    public var speaker: String?
    /// Position in the audio of its side.
    public var startOffset: Duration?
    public var endOffset: Duration?
    /// Where `wordTimestamp` asked for them.
    public var words: [Word]

    public struct Word: Hashable, Sendable {
        public var word: String
        public var startOffset: Duration?
        public var endOffset: Duration?

        public init(word: String, startOffset: Duration? = nil, endOffset: Duration? = nil) {
            self.word = word
            self.startOffset = startOffset
            self.endOffset = endOffset
        }
    }

    public init(
        text: String, isFinished: Bool = false, languageCode: String? = nil, speaker: String? = nil,
        startOffset: Duration? = nil, endOffset: Duration? = nil, words: [Word] = []
    ) {
        self.text = text
        self.isFinished = isFinished
        self.languageCode = languageCode
        self.speaker = speaker
        self.startOffset = startOffset
        self.endOffset = endOffset
        self.words = words
    }
}

/// What an answer was grounded on: counts and queries, the rest stays in the recorded frame.
public struct Grounding: Hashable, Sendable {
    public var queries: [String]
    public var chunkCount: Int
    /// Passages of the answer that are attributed to chunks.
    public var supportCount = 0
    /// Sources that the service flagged (Vertex).
    public var flaggedSourceCount = 0
    public var hasSearchEntryPoint = false
    public var hasRetrievalMetadata = false
    public var hasMapsWidget = false

    public init(queries: [String] = [], chunkCount: Int = 0) {
        self.queries = queries
        self.chunkCount = chunkCount
    }
}

extension ServerContent {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "modelTurn": modelTurn = Content(value, "serverContent.modelTurn", &reader)
            case "outputTranscription": outputTranscription = Transcription(value, &reader)
            case "inputTranscription": inputTranscription = Transcription(value, &reader)
            case "interimInputTranscription": interimInputTranscription = Transcription(value, &reader)
            case "generationComplete": isGenerationComplete = value.isTrue
            case "turnComplete": isTurnComplete = value.isTrue
            case "turnCompleteReason":
                turnCompleteReason = reader.checked(
                    value.string, in: Self.turnCompleteReasons, "serverContent.turnCompleteReason")
            case "interrupted": isInterrupted = value.isTrue
            case "waitingForInput": isWaitingForInput = value.isTrue
            case "interactionStatus":
                interactionStatus = reader.checked(
                    value.string, in: Self.interactionStatuses, "serverContent.interactionStatus")
            case "groundingMetadata": grounding = Grounding(value, &reader)
            case "urlContextMetadata":
                readRetrieval(value, &reader)
            case "speechState": hasSpeechState = true
            case "audioChunks": audioChunks = value.elements.map { MusicChunk($0, &reader) }
            default: reader.unknown("serverContent", key)
            }
        }
        if turnCompleteReason == "TURN_COMPLETE_REASON_UNSPECIFIED" { turnCompleteReason = nil }
    }

    private mutating func readRetrieval(_ node: JSONNode, _ reader: inout MessageReader) {
        let path: StaticString = "serverContent.urlContextMetadata"
        reader.expect(only: ["urlMetadata"], in: node, path)
        guard let pages = node["urlMetadata"]?.elements else { return }
        for page in pages {
            reader.expect(only: ["retrievedUrl", "urlRetrievalStatus"], in: page, path)
            if let url = page["retrievedUrl"]?.string { retrievedURLs.append(url) }
            if let status = page["urlRetrievalStatus"]?.string { retrievalStatuses.append(status) }
        }
    }

    private static let interactionStatuses: Set = [
        "INTERACTION_STATUS_UNSPECIFIED", "IN_PROGRESS", "IDLE", "REQUIRES_ACTION",
    ]

    private static let turnCompleteReasons: Set = [
        "TURN_COMPLETE_REASON_UNSPECIFIED", "MALFORMED_FUNCTION_CALL", "RESPONSE_REJECTED", "NEED_MORE_INPUT",
        "PROHIBITED_INPUT_CONTENT", "IMAGE_PROHIBITED_INPUT_CONTENT",
        "INPUT_TEXT_CONTAIN_PROMINENT_PERSON_PROHIBITED", "INPUT_IMAGE_CELEBRITY",
        "INPUT_IMAGE_PHOTO_REALISTIC_CHILD_PROHIBITED", "INPUT_TEXT_NCII_PROHIBITED", "INPUT_OTHER",
        "INPUT_IP_PROHIBITED", "BLOCKLIST", "UNSAFE_PROMPT_FOR_IMAGE_GENERATION", "GENERATED_IMAGE_SAFETY",
        "GENERATED_CONTENT_SAFETY", "GENERATED_AUDIO_SAFETY", "GENERATED_VIDEO_SAFETY",
        "GENERATED_CONTENT_PROHIBITED", "GENERATED_CONTENT_BLOCKLIST", "GENERATED_IMAGE_PROHIBITED",
        "GENERATED_IMAGE_CELEBRITY", "GENERATED_IMAGE_PROMINENT_PEOPLE_DETECTED_BY_REWRITER",
        "GENERATED_IMAGE_IDENTIFIABLE_PEOPLE", "GENERATED_IMAGE_MINORS", "OUTPUT_IMAGE_IP_PROHIBITED",
        "GENERATED_OTHER", "MAX_REGENERATION_REACHED",
    ]
}

extension Transcription {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(text: "")
        for (key, value) in node.fields {
            switch key {
            case "text": text = value.string ?? ""
            case "finished": isFinished = value.isTrue
            case "languageCode": languageCode = value.string
            case "speakerLabel": speaker = value.string
            case "startOffset": startOffset = value.duration
            case "endOffset": endOffset = value.duration
            case "words": words = value.elements.map { Word($0, &reader) }
            default: reader.unknown("transcription", key)
            }
        }
    }
}

extension Transcription.Word {
    fileprivate init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(word: "")
        for (key, value) in node.fields {
            switch key {
            case "word": word = value.string ?? ""
            case "startOffset": startOffset = value.duration
            case "endOffset": endOffset = value.duration
            default: reader.unknown("transcription.words", key)
            }
        }
    }
}

extension Grounding {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "webSearchQueries", "imageSearchQueries", "retrievalQueries": queries += value.strings
            case "groundingChunks": chunkCount = value.elements.count
            case "groundingSupports": supportCount = value.elements.count
            case "sourceFlaggingUris": flaggedSourceCount = value.elements.count
            case "searchEntryPoint": hasSearchEntryPoint = true
            case "retrievalMetadata": hasRetrievalMetadata = true
            case "googleMapsWidgetContextToken": hasMapsWidget = true
            default: reader.unknown("serverContent.groundingMetadata", key)
            }
        }
    }
}
