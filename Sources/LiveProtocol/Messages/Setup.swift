/// The first client message: everything the session is asked to be (`docs/protocol.md#setup-and-its-defaults`). Nil means
/// absent; which default then holds is `SetupSummary`'s business.
///
/// Enum values keep the spelling of the wire. System instruction and tools keep what a reader of a session needs;
/// their full text is in the recorded frame.
public struct Setup: Codable, Hashable, Sendable {
    /// `models/…`, or a Vertex resource name.
    public var model: String?
    public var generation = GenerationConfig()
    public var systemInstruction: String?
    public var tools: [Tool] = []
    public var activityDetection: ActivityDetection?
    /// `START_OF_ACTIVITY_INTERRUPTS` or `NO_INTERRUPTION`.
    public var activityHandling: String?
    public var turnCoverage: String?
    public var interimTranscriptTimestamps: Bool?
    public var resumption: SessionResumptionRequest?
    public var compression: ContextCompression?
    public var inputTranscription: TranscriptionConfig?
    public var outputTranscription: TranscriptionConfig?
    public var proactiveAudio: Bool?
    public var proactiveVideo: Bool?
    public var initialHistoryInClientContent: Bool?
    public var explicitVADSignal: Bool?
    /// The model answers in video.
    public var avatar: AvatarConfig?
    /// `safetySettings`, `labels`: not every surface takes them.
    public var hasSafetySettings = false
    public var hasLabels = false
    /// A tool without anything in it, or an empty list of tools.
    public var hasEmptyTool = false
    /// Functions without a description, and those whose description does not say when to call them.
    public var undescribedFunctions: [String] = []
    public var unconditionalFunctions: [String] = []
    /// Functions whose parameters are declared by `parametersJsonSchema` alone.
    public var jsonSchemaFunctions: [String] = []

    /// Of Live Interactions: the interaction that this one goes on from, and whether the service keeps it.
    public var previousInteraction: String?
    public var storesInteraction: Bool?

    public init(model: String? = nil) { self.model = model }
}

/// `setup.generationConfig`.
public struct GenerationConfig: Codable, Hashable, Sendable {
    public var responseModalities: [String]?
    public var temperature: Double?
    public var topP: Double?
    public var topK: Double?
    public var candidateCount: Int64?
    public var maxOutputTokens: Int64?
    public var presencePenalty: Double?
    public var frequencyPenalty: Double?
    public var seed: Int64?
    public var voice: String?
    /// `multiSpeakerVoiceConfig` is there, which Live refuses.
    public var hasSeveralVoices = false
    public var languageCode: String?
    public var mediaResolution: String?
    public var includeThoughts: Bool?
    /// 0 is off, -1 automatic.
    public var thinkingBudget: Int64?
    public var thinkingLevel: String?
    public var enableAffectiveDialog: Bool?
    public var translationTarget: String?
    public var echoTargetLanguage: Bool?
    /// Fields of other services' generation configs that Live does not support, in camelCase: it closes on them.
    public var unsupported: [String] = []

    public init() {}
}

/// `setup.realtimeInputConfig.automaticActivityDetection`: the server's voice activity detection.
public struct ActivityDetection: Codable, Hashable, Sendable {
    /// The client marks activity itself with `activityStart` and `activityEnd`.
    public var isDisabled: Bool?
    public var startSensitivity: String?
    public var endSensitivity: String?
    public var prefixPaddingMs: Int64?
    public var silenceDurationMs: Int64?

    public init() {}
}

/// `setup.contextWindowCompression`. Nil counts mean the server's defaults: 80 % of the window, and half of that.
public struct ContextCompression: Codable, Hashable, Sendable {
    public var triggerTokens: Int64?
    public var hasSlidingWindow = false
    public var targetTokens: Int64?

    public init() {}
}

/// `inputAudioTranscription`, `outputAudioTranscription`. Presence turns it on.
public struct TranscriptionConfig: Codable, Hashable, Sendable {
    public var languageCodes: [String] = []
    /// `VERBATIM` or `SMART`.
    public var mode: String?
    public var customVocabulary: [String] = []
    public var wordTimestamp: Bool?
    public var diarization: Bool?
    public var sourceText: String?
    /// Deprecated fields that are there, in camelCase.
    public var deprecated: [String] = []

    public init() {}
}

/// `avatarConfig`: the figure that speaks.
public struct AvatarConfig: Codable, Hashable, Sendable {
    public var name: String?
    /// Of the picture of one's own; nil without one.
    public var imageMimeType: String?
    /// Of that picture, after base64.
    public var imageByteCount: Int?
    public var audioBitrate: Int64?
    public var videoBitrate: Int64?

    public init() {}
}

/// One element of `setup.tools[]`, flattened: a function of its own, or a tool the service runs.
public enum Tool: Codable, Hashable, Sendable {
    /// `behavior` is `BLOCKING` or `NON_BLOCKING`; nil means the model's default.
    case function(name: String, behavior: String?)
    /// Named as on the wire in camel case: `googleSearch`, `codeExecution`, …
    case builtIn(String)

    public var name: String {
        switch self {
        case .function(let name, _): name
        case .builtIn(let name): name
        }
    }
}
