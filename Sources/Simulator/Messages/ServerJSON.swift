import LiveProtocol

/// What the Live service says, as far as the simulator speaks it. Exactly one member is set, except that
/// `usageMetadata` may ride on any.
package struct ServerJSON: Codable, Equatable, Sendable {
    package var setupComplete: SetupComplete?
    package var serverContent: ServerContent?
    package var toolCall: ToolCall?
    package var toolCallCancellation: ToolCallCancellation?
    package var goAway: GoAway?
    package var sessionResumptionUpdate: SessionResumptionUpdate?
    package var voiceActivity: VoiceActivity?
    package var usageMetadata: UsageMetadata?

    package struct SetupComplete: Codable, Equatable, Sendable {
        package var sessionId: String?
    }

    package struct ServerContent: Codable, Equatable, Sendable {
        package var modelTurn: Content?
        package var generationComplete: Bool?
        package var turnComplete: Bool?
        package var interrupted: Bool?
        package var inputTranscription: Transcription?
        package var outputTranscription: Transcription?
    }

    package struct Content: Codable, Equatable, Sendable {
        package var role: String?
        package var parts: [Part]
    }

    package struct Part: Codable, Equatable, Sendable {
        package var text: String?
        package var inlineData: ClientJSON.Blob?
    }

    package struct Transcription: Codable, Equatable, Sendable {
        package var text: String?
    }

    package struct ToolCall: Codable, Equatable, Sendable {
        package var functionCalls: [FunctionCall]
    }

    package struct FunctionCall: Codable, Equatable, Sendable {
        package var id: String?
        package var name: String
        package var args: FreeForm?
    }

    package struct ToolCallCancellation: Codable, Equatable, Sendable {
        package var ids: [String]
    }

    package struct GoAway: Codable, Equatable, Sendable {
        /// A proto3 duration such as `10s`.
        package var timeLeft: String
    }

    package struct SessionResumptionUpdate: Codable, Equatable, Sendable {
        package var newHandle: String?
        package var resumable: Bool?
    }

    package struct VoiceActivity: Codable, Equatable, Sendable {
        package var voiceActivityType: String
        /// A proto3 duration.
        package var audioOffset: String
    }

    package struct UsageMetadata: Codable, Equatable, Sendable {
        package var promptTokenCount: Int
        package var responseTokenCount: Int
        package var toolUsePromptTokenCount: Int?
        package var thoughtsTokenCount: Int?
        package var totalTokenCount: Int
        package var promptTokensDetails: [ModalityTokens]
        package var responseTokensDetails: [ModalityTokens]
    }

    package struct ModalityTokens: Codable, Equatable, Sendable {
        package var modality: String
        package var tokenCount: Int
    }
}

extension ServerJSON {
    /// What the simulator knows of a message's fields; nothing of a text that is no message.
    package init(reading text: String) {
        self = (try? MessageCoding.decode(ServerJSON.self, from: text.utf8)) ?? ServerJSON()
    }

    package static func content(_ content: ServerContent) -> ServerJSON { ServerJSON(serverContent: content) }

    package static func audio(_ pcm: [UInt8]) -> ServerJSON {
        let blob = ClientJSON.Blob(mimeType: "audio/pcm;rate=24000", data: Base64.encode(pcm))
        return .content(ServerContent(modelTurn: Content(role: "model", parts: [Part(inlineData: blob)])))
    }

    package static func text(_ text: String) -> ServerJSON {
        .content(ServerContent(modelTurn: Content(role: "model", parts: [Part(text: text)])))
    }

    package static func outputTranscription(_ text: String) -> ServerJSON {
        .content(ServerContent(outputTranscription: Transcription(text: text)))
    }

    package static func inputTranscription(_ text: String) -> ServerJSON {
        .content(ServerContent(inputTranscription: Transcription(text: text)))
    }

    package static func voiceActivity(isStart: Bool, offset: Duration) -> ServerJSON {
        let type = isStart ? "ACTIVITY_START" : "ACTIVITY_END"
        return ServerJSON(voiceActivity: .init(voiceActivityType: type, audioOffset: offset.protobufText))
    }

    package static let interrupted = ServerJSON.content(ServerContent(interrupted: true))
    package static let generationComplete = ServerJSON.content(ServerContent(generationComplete: true))

    package static func turnComplete(_ usage: UsageMetadata?) -> ServerJSON {
        ServerJSON(serverContent: ServerContent(turnComplete: true), usageMetadata: usage)
    }

    package static func goAway(timeLeft: Duration) -> ServerJSON {
        ServerJSON(goAway: GoAway(timeLeft: timeLeft.protobufText))
    }
}

extension ServerJSON.UsageMetadata {
    package init(_ line: UsageLine) {
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
