/// What a client may say, as far as the simulator speaks it: `setup`, `clientContent`, `realtimeInput`, `toolResponse`.
///
/// Read and written with Foundation's coders and not with `LiveProtocol`'s reader, on purpose: the simulator is a
/// second opinion about the wire, so that one misreading cannot hide behind the other. Unknown fields are ignored.
struct ClientJSON: Codable, Equatable, Sendable {
    var setup: Setup?
    var clientContent: ClientContent?
    var realtimeInput: RealtimeInput?
    var toolResponse: ToolResponse?

    struct Setup: Codable, Equatable, Sendable {
        var model: String?
        var generationConfig: GenerationConfig?
        var tools: [Tool]?
        var realtimeInputConfig: RealtimeInputConfig?
        var sessionResumption: SessionResumption?
        var contextWindowCompression: ContextWindowCompression?
        var inputAudioTranscription: Present?
        var outputAudioTranscription: Present?
        var proactivity: Present?
    }

    struct GenerationConfig: Codable, Equatable, Sendable {
        var responseModalities: [String]?
        var thinkingConfig: ThinkingConfig?
        var enableAffectiveDialog: Bool?
    }

    struct ThinkingConfig: Codable, Equatable, Sendable {
        var thinkingLevel: String?
        var thinkingBudget: LenientInteger?
    }

    struct Tool: Codable, Equatable, Sendable {
        var functionDeclarations: [FunctionDeclaration]?
        var codeExecution: Present?
    }

    struct FunctionDeclaration: Codable, Equatable, Sendable {
        var name: String
        var description: String?
        /// `BLOCKING` or `NON_BLOCKING`.
        var behavior: String?
    }

    struct RealtimeInputConfig: Codable, Equatable, Sendable {
        var automaticActivityDetection: AutomaticActivityDetection?
        /// `START_OF_ACTIVITY_INTERRUPTS` (default) or `NO_INTERRUPTION`.
        var activityHandling: String?
    }

    struct AutomaticActivityDetection: Codable, Equatable, Sendable {
        var disabled: Bool?
        var prefixPaddingMs: LenientInteger?
        var silenceDurationMs: LenientInteger?
    }

    struct SessionResumption: Codable, Equatable, Sendable {
        var handle: String?
    }

    struct ContextWindowCompression: Codable, Equatable, Sendable {
        var triggerTokens: LenientInteger?
        var slidingWindow: SlidingWindow?
    }

    struct SlidingWindow: Codable, Equatable, Sendable {
        var targetTokens: LenientInteger?
    }

    struct ClientContent: Codable, Equatable, Sendable {
        var turns: [Content]?
        var turnComplete: Bool?
    }

    struct Content: Codable, Equatable, Sendable {
        var role: String?
        var parts: [Part]?
    }

    struct Part: Codable, Equatable, Sendable {
        var text: String?
    }

    struct RealtimeInput: Codable, Equatable, Sendable {
        var audio: Blob?
        var video: Blob?
        var text: String?
        var activityStart: Present?
        var activityEnd: Present?
        var audioStreamEnd: Bool?
        /// Deprecated; the service reads only the first.
        var mediaChunks: [Blob]?
    }

    /// Media in standard or URL-safe base64: the Python SDKs send the latter.
    struct Blob: Codable, Equatable, Sendable {
        var mimeType: String?
        var data: String
    }

    struct ToolResponse: Codable, Equatable, Sendable {
        var functionResponses: [FunctionResponse]?
    }

    struct FunctionResponse: Codable, Equatable, Sendable {
        var id: String?
        var name: String?
        var response: FreeForm?
        /// `SILENT`, `WHEN_IDLE` or `INTERRUPT`.
        var scheduling: String?
    }
}

/// A message whose presence is all it says: `{}`, whatever else is inside.
struct Present: Codable, Equatable, Sendable {}

/// proto3 JSON writes an int64 as a decimal string, the Python SDK as a number: both are read, a number is written.
struct LenientInteger: Codable, Equatable, Sendable, ExpressibleByIntegerLiteral {
    var value: Int

    init(_ value: Int) { self.value = value }

    init(integerLiteral value: Int) { self.value = value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self), let value = Int(text) {
            self.value = value
        } else {
            value = try container.decode(Int.self)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// Arguments and results of functions. The simulator writes flat objects of strings and ignores what others put in.
struct FreeForm: Codable, Equatable, Sendable, ExpressibleByDictionaryLiteral {
    var fields: [String: String]

    init(_ fields: [String: String]) { self.fields = fields }

    init(dictionaryLiteral elements: (String, String)...) {
        fields = Dictionary(elements) { _, last in last }
    }

    init(from decoder: any Decoder) throws {
        // Nested values are user data that nothing here looks at.
        fields = (try? decoder.singleValueContainer().decode([String: String].self)) ?? [:]
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }
}
