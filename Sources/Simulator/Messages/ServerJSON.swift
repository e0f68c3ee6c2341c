import LiveProtocol

/// What the Live service says, as far as the simulator speaks it. Exactly one member is set, except that
/// `usageMetadata` may ride on any.
struct ServerJSON: Codable, Equatable, Sendable {
    var setupComplete: SetupComplete?
    var serverContent: ServerContent?
    var toolCall: ToolCall?
    var toolCallCancellation: ToolCallCancellation?
    var goAway: GoAway?
    var sessionResumptionUpdate: SessionResumptionUpdate?
    var voiceActivity: VoiceActivity?
    var usageMetadata: UsageMetadata?

    struct SetupComplete: Codable, Equatable, Sendable {
        var sessionId: String?
    }

    struct ServerContent: Codable, Equatable, Sendable {
        var modelTurn: Content?
        var generationComplete: Bool?
        var turnComplete: Bool?
        var interrupted: Bool?
        var inputTranscription: Transcription?
        var outputTranscription: Transcription?
    }

    struct Content: Codable, Equatable, Sendable {
        var role: String?
        var parts: [Part]
    }

    struct Part: Codable, Equatable, Sendable {
        var text: String?
        var inlineData: ClientJSON.Blob?
    }

    struct Transcription: Codable, Equatable, Sendable {
        var text: String?
    }

    struct ToolCall: Codable, Equatable, Sendable {
        var functionCalls: [FunctionCall]
    }

    struct FunctionCall: Codable, Equatable, Sendable {
        var id: String?
        var name: String
        var args: FreeForm?
    }

    struct ToolCallCancellation: Codable, Equatable, Sendable {
        var ids: [String]
    }

    struct GoAway: Codable, Equatable, Sendable {
        /// A proto3 duration such as `10s`.
        var timeLeft: String
    }

    struct SessionResumptionUpdate: Codable, Equatable, Sendable {
        var newHandle: String?
        var resumable: Bool?
    }

    struct VoiceActivity: Codable, Equatable, Sendable {
        var voiceActivityType: String
        /// A proto3 duration.
        var audioOffset: String
    }

    struct UsageMetadata: Codable, Equatable, Sendable {
        var promptTokenCount: Int
        var responseTokenCount: Int
        var toolUsePromptTokenCount: Int?
        var thoughtsTokenCount: Int?
        var totalTokenCount: Int
        var promptTokensDetails: [ModalityTokens]
        var responseTokensDetails: [ModalityTokens]
    }

    struct ModalityTokens: Codable, Equatable, Sendable {
        var modality: String
        var tokenCount: Int
    }
}

extension ServerJSON {
    /// What the simulator knows of a message's fields; nothing of a text that is no message.
    init(reading text: String) {
        self = (try? MessageCoding.decode(ServerJSON.self, from: text.utf8)) ?? ServerJSON()
    }

    static func content(_ content: ServerContent) -> ServerJSON { ServerJSON(serverContent: content) }

    static func audio(_ pcm: [UInt8]) -> ServerJSON {
        let blob = ClientJSON.Blob(mimeType: "audio/pcm;rate=24000", data: Base64.encode(pcm))
        return .content(ServerContent(modelTurn: Content(role: "model", parts: [Part(inlineData: blob)])))
    }

    static func text(_ text: String) -> ServerJSON {
        .content(ServerContent(modelTurn: Content(role: "model", parts: [Part(text: text)])))
    }

    static func outputTranscription(_ text: String) -> ServerJSON {
        .content(ServerContent(outputTranscription: Transcription(text: text)))
    }

    static func inputTranscription(_ text: String) -> ServerJSON {
        .content(ServerContent(inputTranscription: Transcription(text: text)))
    }

    static func voiceActivity(isStart: Bool, offset: Duration) -> ServerJSON {
        let type = isStart ? "ACTIVITY_START" : "ACTIVITY_END"
        return ServerJSON(voiceActivity: .init(voiceActivityType: type, audioOffset: offset.protobufText))
    }

    static let interrupted = ServerJSON.content(ServerContent(interrupted: true))
    static let generationComplete = ServerJSON.content(ServerContent(generationComplete: true))

    static func turnComplete(_ usage: UsageMetadata?) -> ServerJSON {
        ServerJSON(serverContent: ServerContent(turnComplete: true), usageMetadata: usage)
    }

    static func goAway(timeLeft: Duration) -> ServerJSON {
        ServerJSON(goAway: GoAway(timeLeft: timeLeft.protobufText))
    }
}

extension ServerJSON.UsageMetadata {
    init(_ line: UsageLine) {
        let prompt = Self.details(text: line.promptText, audio: line.promptAudio, image: line.promptImage)
        let response = Self.details(text: line.responseText, audio: line.responseAudio)
        promptTokenCount = line.promptText + line.promptAudio + line.promptImage
        responseTokenCount = line.responseText + line.responseAudio
        toolUsePromptTokenCount = line.toolUse > 0 ? line.toolUse : nil
        thoughtsTokenCount = line.thoughts > 0 ? line.thoughts : nil
        // Thoughts are left out of the total, as the service was seen to do (`docs/protocol.md#tokens`).
        totalTokenCount = promptTokenCount + responseTokenCount
        promptTokensDetails = prompt
        responseTokensDetails = response
    }

    private static func details(text: Int, audio: Int, image: Int = 0) -> [ServerJSON.ModalityTokens] {
        [("TEXT", text), ("AUDIO", audio), ("IMAGE", image)].filter { $0.1 > 0 }
            .map { ServerJSON.ModalityTokens(modality: $0.0, tokenCount: $0.1) }
    }
}
