/// What a client may say, as far as the simulator speaks it: `setup`, `clientContent`, `realtimeInput`, `toolResponse`.
///
/// Read and written with Foundation's coders and not with `LiveProtocol`'s reader, on purpose: the simulator is a
/// second opinion about the wire, so that one misreading cannot hide behind the other. Unknown fields are ignored.
package struct ClientJSON: Codable, Equatable, Sendable {
    package var setup: Setup?
    package var clientContent: ClientContent?
    package var realtimeInput: RealtimeInput?
    package var toolResponse: ToolResponse?

    package struct Setup: Codable, Equatable, Sendable {
        package var model: String?
        package var generationConfig: GenerationConfig?
        package var systemInstruction: Content?
        package var tools: [Tool]?
        package var realtimeInputConfig: RealtimeInputConfig?
        package var sessionResumption: SessionResumption?
        package var contextWindowCompression: ContextWindowCompression?
        package var inputAudioTranscription: Present?
        package var outputAudioTranscription: Present?
        package var proactivity: Present?
    }

    package struct GenerationConfig: Codable, Equatable, Sendable {
        package var responseModalities: [String]?
        package var thinkingConfig: ThinkingConfig?
        package var enableAffectiveDialog: Bool?
    }

    package struct ThinkingConfig: Codable, Equatable, Sendable {
        package var thinkingLevel: String?
        package var thinkingBudget: LenientInteger?
    }

    package struct Tool: Codable, Equatable, Sendable {
        package var functionDeclarations: [FunctionDeclaration]?
        package var codeExecution: Present?
    }

    package struct FunctionDeclaration: Codable, Equatable, Sendable {
        package var name: String
        package var description: String?
        /// `BLOCKING` or `NON_BLOCKING`.
        package var behavior: String?
    }

    package struct RealtimeInputConfig: Codable, Equatable, Sendable {
        package var automaticActivityDetection: AutomaticActivityDetection?
        /// `START_OF_ACTIVITY_INTERRUPTS` (default) or `NO_INTERRUPTION`.
        package var activityHandling: String?
    }

    package struct AutomaticActivityDetection: Codable, Equatable, Sendable {
        package var disabled: Bool?
        package var prefixPaddingMs: LenientInteger?
        package var silenceDurationMs: LenientInteger?
    }

    package struct SessionResumption: Codable, Equatable, Sendable {
        package var handle: String?
    }

    package struct ContextWindowCompression: Codable, Equatable, Sendable {
        package var triggerTokens: LenientInteger?
        package var slidingWindow: SlidingWindow?
    }

    package struct SlidingWindow: Codable, Equatable, Sendable {
        package var targetTokens: LenientInteger?
    }

    package struct ClientContent: Codable, Equatable, Sendable {
        package var turns: [Content]?
        package var turnComplete: Bool?
    }

    package struct Content: Codable, Equatable, Sendable {
        package var role: String?
        package var parts: [Part]?
    }

    package struct Part: Codable, Equatable, Sendable {
        package var text: String?
    }

    package struct RealtimeInput: Codable, Equatable, Sendable {
        package var audio: Blob?
        package var video: Blob?
        package var text: String?
        package var activityStart: Present?
        package var activityEnd: Present?
        package var audioStreamEnd: Bool?
        /// Deprecated; the service reads only the first.
        package var mediaChunks: [Blob]?
    }

    /// Media in standard or URL-safe base64: the Python SDKs send the latter.
    package struct Blob: Codable, Equatable, Sendable {
        package var mimeType: String?
        package var data: String
    }

    package struct ToolResponse: Codable, Equatable, Sendable {
        package var functionResponses: [FunctionResponse]?
    }

    package struct FunctionResponse: Codable, Equatable, Sendable {
        package var id: String?
        package var name: String?
        package var response: FreeForm?
        /// `SILENT`, `WHEN_IDLE` or `INTERRUPT`.
        package var scheduling: String?
    }
}

/// A message whose presence is all it says: `{}`, whatever else is inside.
package struct Present: Codable, Equatable, Sendable {}

/// proto3 JSON writes an int64 as a decimal string, the Python SDK as a number: both are read, a number is written.
package struct LenientInteger: Codable, Equatable, Sendable, ExpressibleByIntegerLiteral {
    package var value: Int

    package init(_ value: Int) { self.value = value }

    package init(integerLiteral value: Int) { self.value = value }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self), let value = Int(text) {
            self.value = value
        } else {
            value = try container.decode(Int.self)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// Arguments and results of functions. The simulator writes flat objects of strings and ignores what others put in.
package struct FreeForm: Codable, Equatable, Sendable, ExpressibleByDictionaryLiteral {
    package var fields: [String: String]

    package init(_ fields: [String: String]) { self.fields = fields }

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = Dictionary(elements) { _, last in last }
    }

    package init(from decoder: any Decoder) throws {
        // Nested values are user data that nothing here looks at.
        fields = (try? decoder.singleValueContainer().decode([String: String].self)) ?? [:]
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }
}
