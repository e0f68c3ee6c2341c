/// `serverContent`: its fields are not mutually exclusive (`live-protocol.md` §3.3).
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

    public init(
        text: String, isFinished: Bool = false, languageCode: String? = nil, speaker: String? = nil,
        startOffset: Duration? = nil, endOffset: Duration? = nil
    ) {
        self.text = text
        self.isFinished = isFinished
        self.languageCode = languageCode
        self.speaker = speaker
        self.startOffset = startOffset
        self.endOffset = endOffset
    }
}

/// What an answer was grounded on: counts and queries, the rest stays in the recorded frame.
public struct Grounding: Hashable, Sendable {
    public var queries: [String]
    public var chunkCount: Int

    public init(queries: [String] = [], chunkCount: Int = 0) {
        self.queries = queries
        self.chunkCount = chunkCount
    }
}
