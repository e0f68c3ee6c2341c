import LiveProtocol

/// Every field that the service sends.
enum ServerFields {
    static let all =
        control + voice + tools + usage + content + parts + transcriptions + grounding + music

    private static let control = [
        ServerField("setupComplete", "sessionId", #""abc""#) { $0.setupComplete?.sessionID == "abc" },
        ServerField("setupComplete", "voiceConsentSignature", "{}") { $0.setupComplete?.hasVoiceConsent == true },
        ServerField("goAway", "timeLeft", #""9.5s""#) { $0.goAway?.timeLeft == .milliseconds(9_500) },
        ServerField("sessionResumptionUpdate", "newHandle", #""h:2""#) { $0.resumptionUpdate?.handle == "h:2" },
        ServerField("sessionResumptionUpdate", "resumable", "true") { $0.resumptionUpdate?.isResumable == true },
        ServerField("sessionResumptionUpdate", "lastConsumedClientMessageIndex", "12") {
            $0.resumptionUpdate?.lastConsumedClientMessageIndex == 12
        },
        ServerField("error", "code", "429") { $0.error?.code == 429 },
        ServerField("error", "message", #""Quota exceeded""#) { $0.error?.message == "Quota exceeded" },
        // Known, and nothing to show.
        ServerField("error", "details", "[]") { $0.error != nil },
        ServerField("error", "status", #""RESOURCE_EXHAUSTED""#) { $0.error?.status == "RESOURCE_EXHAUSTED" },
    ]

    private static let voice = [
        ServerField("voiceActivityDetectionSignal", "vadSignalType", #""VAD_SIGNAL_TYPE_SOS""#) {
            $0.voiceActivity == VoiceActivity(isStart: true)
        },
        ServerField("voiceActivityDetectionSignal", "vadSignalType", #""VAD_SIGNAL_TYPE_EOS""#) {
            $0.voiceActivity == VoiceActivity(isStart: false)
        },
        ServerField("voiceActivity", "type", #""ACTIVITY_START""#) { $0.voiceActivity?.isStart == true },
        ServerField("voiceActivity", "voiceActivityType", #""ACTIVITY_END""#) { $0.voiceActivity?.isStart == false },
        ServerField(
            "voiceActivity", "audioOffset", in: #"{"voiceActivity":{"type":"ACTIVITY_END","audioOffset":"12.04s"}}"#
        ) { $0.voiceActivity?.audioOffset == .milliseconds(12_040) },
    ]

    private static let call = "toolCall.functionCalls[]"

    private static func piece(_ message: ServerMessage) -> PartialArgument? {
        message.toolCall?.first?.partialArguments.first
    }

    private static let tools = [
        ServerField(call, "id", #""call-1""#) { $0.toolCall?.first?.id == "call-1" },
        ServerField(call, "name", #""stop""#) { $0.toolCall?.first?.name == "stop" },
        ServerField(call, "args", #"{"the_city":"x"}"#) { $0.toolCall?.first?.arguments == #"{"the_city":"x"}"# },
        ServerField(call + ".partialArgs[]", "jsonPath", #""$.city""#) { piece($0)?.path == "$.city" },
        ServerField(call + ".partialArgs[]", "stringValue", #""Ber""#) { piece($0)?.value == .text("Ber") },
        ServerField(call + ".partialArgs[]", "numberValue", "1.5") { piece($0)?.value == .number(1.5) },
        ServerField(call + ".partialArgs[]", "boolValue", "true") { piece($0)?.value == .bool(true) },
        ServerField(call + ".partialArgs[]", "nullValue", #""NULL_VALUE""#) { piece($0)?.value == .null },
        ServerField(call + ".partialArgs[]", "willContinue", "true") { piece($0)?.willContinue == true },
        ServerField(call, "willContinue", "true") { $0.toolCall?.first?.willContinue == true },
        ServerField("toolCallCancellation", "ids", #"["call-1"]"#) { $0.toolCallCancellation == ["call-1"] },
    ]

    private static func count(_ name: String, _ path: any KeyPath<UsageMetadata, Int64> & Sendable) -> ServerField {
        ServerField("usageMetadata", name, "41") { $0.usage?[keyPath: path] == 41 }
    }

    private static func details(
        _ name: String, _ path: any KeyPath<UsageMetadata, [ModalityTokens]> & Sendable
    ) -> [ServerField] {
        [
            ServerField("usageMetadata.\(name)[]", "modality", #""AUDIO""#) {
                $0.usage?[keyPath: path] == [ModalityTokens(.audio, 0)]
            },
            ServerField("usageMetadata.\(name)[]", "tokenCount", "41") {
                $0.usage?[keyPath: path] == [ModalityTokens(.unspecified, 41)]
            },
        ]
    }

    private static let usage =
        [
            count("promptTokenCount", \.prompt), count("cachedContentTokenCount", \.cached),
            count("responseTokenCount", \.response), count("candidatesTokenCount", \.response),
            count("toolUsePromptTokenCount", \.toolUsePrompt), count("thoughtsTokenCount", \.thoughts),
            ServerField("usageMetadata", "totalTokenCount", "41") { $0.usage?.total == 41 },
            ServerField("usageMetadata", "serviceTier", #""STANDARD""#) { $0.usage?.tier == "STANDARD" },
            ServerField("usageMetadata", "trafficType", #""ON_DEMAND""#) { $0.usage?.tier == "ON_DEMAND" },
        ]
        + details("promptTokensDetails", \.promptDetails) + details("cacheTokensDetails", \.cachedDetails)
        + details("responseTokensDetails", \.responseDetails) + details("candidatesTokensDetails", \.responseDetails)
        + details("toolUsePromptTokensDetails", \.toolUsePromptDetails)

    private static let content = [
        ServerField("serverContent.modelTurn", "role", #""model""#) { $0.serverContent?.modelTurn?.role == "model" },
        ServerField("serverContent", "generationComplete", "true") { $0.serverContent?.isGenerationComplete == true },
        ServerField("serverContent", "turnComplete", "true") { $0.serverContent?.isTurnComplete == true },
        ServerField("serverContent", "turnCompleteReason", #""MALFORMED_FUNCTION_CALL""#) {
            $0.serverContent?.turnCompleteReason == "MALFORMED_FUNCTION_CALL"
        },
        ServerField("serverContent", "interrupted", "true") { $0.serverContent?.isInterrupted == true },
        ServerField("serverContent", "waitingForInput", "true") { $0.serverContent?.isWaitingForInput == true },
        ServerField("serverContent", "interactionStatus", #""IN_PROGRESS""#) {
            $0.serverContent?.interactionStatus == "IN_PROGRESS"
        },
        ServerField("serverContent", "speechState", "{}") { $0.serverContent?.hasSpeechState == true },
        ServerField("serverContent.urlContextMetadata.urlMetadata[]", "retrievedUrl", #""https://example.org""#) {
            $0.serverContent?.retrievedURLs == ["https://example.org"]
        },
        ServerField("serverContent.urlContextMetadata.urlMetadata[]", "urlRetrievalStatus", #""OK""#) {
            $0.serverContent?.retrievalStatuses == ["OK"]
        },
    ]

    private static func part(_ name: String, _ json: String, _ parts: [Part]) -> ServerField {
        ServerField("serverContent.modelTurn.parts[]", name, json) { $0.serverContent?.modelTurn?.parts == parts }
    }

    private static let parts = [
        part("text", #""Hello""#, [.text("Hello")]),
        ServerField(
            "serverContent.modelTurn.parts[]", "thought",
            in: #"{"serverContent":{"modelTurn":{"parts":[{"text":"Hm","thought":true}]}}}"#
        ) { $0.serverContent?.modelTurn?.parts == [.thought("Hm")] },
        ServerField("serverContent.modelTurn.parts[].inlineData", "mimeType", #""audio/pcm;rate=24000""#) {
            $0.serverContent?.modelTurn?.parts.first?.blob?.isAudio == true
        },
        ServerField("serverContent.modelTurn.parts[].inlineData", "data", #""AAAAAAAA""#) {
            $0.serverContent?.modelTurn?.parts.first?.blob?.byteCount == 6
        },
        part(
            "executableCode", #"{"code":"f()","language":"PYTHON"}"#,
            [.executableCode(language: "PYTHON", code: "f()")]),
        part(
            "codeExecutionResult", #"{"outcome":"OUTCOME_OK","output":"1"}"#,
            [.codeResult(outcome: "OUTCOME_OK", output: "1")]),
        part(
            "functionCall", #"{"id":"call-1","name":"stop"}"#,
            [.functionCall(FunctionCall(id: "call-1", name: "stop"))]),
        part(
            "toolCall", #"{"id":"s-1","toolType":"GOOGLE_SEARCH_WEB","args":{"q":"x"}}"#,
            [.serviceCall(ServiceCall(id: "s-1", name: "GOOGLE_SEARCH_WEB", arguments: #"{"q":"x"}"#))]),
        part(
            "toolResponse", #"{"id":"s-1","toolType":"URL_CONTEXT","response":[]}"#,
            [.serviceResult(ServiceResult(id: "s-1", name: "URL_CONTEXT", response: "[]"))]),
        part(
            "audioTranscription", #"{"text":"Hi","languageCode":"de"}"#,
            [.transcription(Transcription(text: "Hi", languageCode: "de"))]),
        known("thoughtSignature", #""c2ln""#), known("mediaProcessing", #""STATIC""#), known("speechMetadata", "{}"),
        known("audioMetadata", "{}"), known("documentMetadata", "{}"), known("spreadsheetMetadata", "{}"),
    ]

    /// Known, and nothing to show.
    private static func known(_ name: String, _ json: String) -> ServerField { part(name, json, []) }

    private static let transcriptions = ["inputTranscription", "outputTranscription", "interimInputTranscription"]
        .flatMap(transcription)

    private static func transcription(_ name: String) -> [ServerField] {
        let read = { @Sendable (message: ServerMessage) -> Transcription? in
            switch name {
            case "inputTranscription": message.serverContent?.inputTranscription
            case "outputTranscription": message.serverContent?.outputTranscription
            default: message.serverContent?.interimInputTranscription
            }
        }
        let (parent, words) = ("serverContent.\(name)", "serverContent.\(name).words[]")
        return [
            ServerField(parent, "text", #"" Hello""#) { read($0)?.text == " Hello" },
            ServerField(parent, "finished", "true") { read($0)?.isFinished == true },
            ServerField(parent, "languageCode", #""de-DE""#) { read($0)?.languageCode == "de-DE" },
            ServerField(parent, "speakerLabel", #""1""#) { read($0)?.speaker == "1" },
            ServerField(parent, "startOffset", #""0.1s""#) { read($0)?.startOffset == .milliseconds(100) },
            ServerField(parent, "endOffset", #""2s""#) { read($0)?.endOffset == .seconds(2) },
            ServerField(words, "word", #""Hello""#) { read($0)?.words.first?.word == "Hello" },
            ServerField(words, "startOffset", #""0.1s""#) { read($0)?.words.first?.startOffset == .milliseconds(100) },
            ServerField(words, "endOffset", #""0.5s""#) { read($0)?.words.first?.endOffset == .milliseconds(500) },
        ]
    }

    private static func source(
        _ name: String, _ json: String, _ isRead: @escaping @Sendable (Grounding) -> Bool
    ) -> ServerField {
        ServerField("serverContent.groundingMetadata", name, json) { $0.serverContent?.grounding.map(isRead) == true }
    }

    private static let grounding = [
        source("webSearchQueries", #"["tides"]"#) { $0.queries == ["tides"] },
        source("imageSearchQueries", #"["tides"]"#) { $0.queries == ["tides"] },
        source("retrievalQueries", #"["tides"]"#) { $0.queries == ["tides"] },
        source("groundingChunks", "[{},{}]") { $0.chunkCount == 2 },
        source("groundingSupports", "[{},{}]") { $0.supportCount == 2 },
        source("sourceFlaggingUris", "[{}]") { $0.flaggedSourceCount == 1 },
        source("searchEntryPoint", "{}") { $0.hasSearchEntryPoint },
        source("retrievalMetadata", "{}") { $0.hasRetrievalMetadata },
        source("googleMapsWidgetContextToken", #""x""#) { $0.hasMapsWidget },
    ]

    private static let chunk = "serverContent.audioChunks[]"

    private static let music = [
        ServerField(chunk, "data", #""AAAAAAAA""#) { $0.serverContent?.audioChunks.first?.audio.byteCount == 6 },
        ServerField(chunk, "mimeType", #""audio/l16;rate=48000;channels=2""#) {
            $0.serverContent?.audioChunks.first?.audio.isAudio == true
        },
        ServerField(chunk + ".sourceMetadata", "clientContent", #"{"weightedPrompts":[{"text":"piano"}]}"#) {
            $0.serverContent?.audioChunks.first?.prompts == [WeightedPrompt(text: "piano")]
        },
        ServerField(chunk + ".sourceMetadata", "musicGenerationConfig", #"{"bpm":120}"#) {
            $0.serverContent?.audioChunks.first?.config?.bpm == 120
        },
        ServerField("filteredPrompt", "text", #""piano""#) { $0.filteredPrompt?.text == "piano" },
        ServerField("filteredPrompt", "filteredReason", #""unsafe""#) { $0.filteredPrompt?.reason == "unsafe" },
        ServerField("", "warning", #""slow down""#) { $0.warning == "slow down" },
    ]
}

extension Part {
    fileprivate var blob: Blob? { if case .blob(let blob) = self { blob } else { nil } }
}
