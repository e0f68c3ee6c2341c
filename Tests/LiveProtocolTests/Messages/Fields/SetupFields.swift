import LiveProtocol

/// Every field of `setup`.
enum SetupFields {
    static let all = top + generation + voice + tools + detection + resumption + transcription + extras

    private static let top = [
        ClientField("setup", "model", #""models/gemini-3.8-live""#) { $0.setup?.model == "models/gemini-3.8-live" },
        ClientField("setup", "systemInstruction", #"{"parts":[{"text":"Be brief."}]}"#) {
            $0.setup?.systemInstruction == "Be brief."
        },
        ClientField("setup.historyConfig", "initialHistoryInClientContent", "true") {
            $0.setup?.initialHistoryInClientContent == true
        },
        ClientField("setup", "explicitVadSignal", "true") { $0.setup?.explicitVADSignal == true },
        ClientField("setup", "safetySettings", "[]") { $0.setup?.hasSafetySettings == true },
        ClientField("setup", "labels", #"{"my_team":"voice"}"#) { $0.setup?.hasLabels == true },
    ]

    private static func generation<Value: Equatable & Sendable>(
        _ name: String, _ json: String, _ value: Value, _ path: any KeyPath<GenerationConfig, Value?> & Sendable
    ) -> ClientField {
        let names = name.split(separator: ".")
        let parent = (["setup", "generationConfig"] + names.dropLast()).joined(separator: ".")
        return ClientField(parent, String(names.last ?? ""), json) { $0.setup?.generation[keyPath: path] == value }
    }

    private static let generation =
        [
            generation("candidateCount", "1", 1, \.candidateCount),
            generation("maxOutputTokens", "8192", 8_192, \.maxOutputTokens),
            generation("temperature", "0.4", 0.4, \.temperature), generation("topP", "0.9", 0.9, \.topP),
            generation("topK", "40", 40, \.topK), generation("presencePenalty", "0.1", 0.1, \.presencePenalty),
            generation("frequencyPenalty", "0.2", 0.2, \.frequencyPenalty), generation("seed", "7", 7, \.seed),
            generation("responseModalities", #"["AUDIO"]"#, ["AUDIO"], \.responseModalities),
            generation("mediaResolution", #""MEDIA_RESOLUTION_LOW""#, "MEDIA_RESOLUTION_LOW", \.mediaResolution),
            generation("thinkingConfig.includeThoughts", "true", true, \.includeThoughts),
            generation("thinkingConfig.thinkingBudget", "-1", -1, \.thinkingBudget),
            generation("thinkingConfig.thinkingLevel", #""LOW""#, "LOW", \.thinkingLevel),
            generation("enableAffectiveDialog", "true", true, \.enableAffectiveDialog),
            generation("translationConfig.targetLanguageCode", #""de""#, "de", \.translationTarget),
            generation("translationConfig.echoTargetLanguage", "true", true, \.echoTargetLanguage),
        ] + unsupported + unread

    /// Known, and nothing to show.
    private static let unread = [
        "audioTranscriptionConfig", "enableEnhancedCivicAnswers", "modelSelectionConfig", "responseFormat",
    ].map { name in
        ClientField("setup.generationConfig", name, "{}") { $0.setup?.generation == GenerationConfig() }
    }

    private static let unsupported = [
        "responseLogprobs", "logprobs", "responseMimeType", "responseSchema", "responseJsonSchema", "stopSequence",
        "routingConfig", "audioTimestamp",
    ].map { name in
        ClientField("setup.generationConfig", name, "{}") { $0.setup?.generation.unsupported == [name] }
    }

    private static let speech = "setup.generationConfig.speechConfig"

    private static let voice = [
        ClientField(speech + ".voiceConfig.prebuiltVoiceConfig", "voiceName", #""Kore""#) {
            $0.setup?.generation.voice == "Kore"
        },
        ClientField(speech + ".voiceConfig", "replicatedVoiceConfig", "{}") {
            $0.setup?.generation.voice == "replicated"
        },
        ClientField(speech + ".voiceConfig", "voice", #""Puck""#) { $0.setup?.generation.voice == "Puck" },
        ClientField(speech, "languageCode", #""de-DE""#) { $0.setup?.generation.languageCode == "de-DE" },
        ClientField(speech, "multiSpeakerVoiceConfig", "{}") { $0.setup?.generation.hasSeveralVoices == true },
    ]

    private static let tools =
        [
            ClientField("setup.tools[].functionDeclarations[]", "name", #""stop""#) {
                $0.setup?.tools == [.function(name: "stop", behavior: nil)]
            },
            ClientField("setup.tools[].functionDeclarations[]", "behavior", #""NON_BLOCKING""#) {
                $0.setup?.tools == [.function(name: "", behavior: "NON_BLOCKING")]
            },
            ClientField("setup.tools[].functionDeclarations[]", "description", #""Call it when asked.""#) {
                $0.setup?.undescribedFunctions == [] && $0.setup?.tools.count == 1
            },
            ClientField("setup.tools[].functionDeclarations[]", "parameters", #"{"my_key":{}}"#) {
                $0.setup?.tools.count == 1
            },
        ]
        + [
            "googleSearch", "googleSearchRetrieval", "googleMaps", "codeExecution", "urlContext", "computerUse",
            "fileSearch", "mcpServers", "retrieval", "enterpriseWebSearch", "parallelAiSearch", "exaAiSearch",
        ].map { name in ClientField("setup.tools[]", name, "{}") { $0.setup?.tools == [.builtIn(name)] } }

    private static let automatic = "setup.realtimeInputConfig.automaticActivityDetection"

    private static let detection = [
        ClientField(automatic, "disabled", "true") { $0.setup?.activityDetection?.isDisabled == true },
        ClientField(automatic, "startOfSpeechSensitivity", #""START_SENSITIVITY_LOW""#) {
            $0.setup?.activityDetection?.startSensitivity == "START_SENSITIVITY_LOW"
        },
        ClientField(automatic, "endOfSpeechSensitivity", #""END_SENSITIVITY_HIGH""#) {
            $0.setup?.activityDetection?.endSensitivity == "END_SENSITIVITY_HIGH"
        },
        ClientField(automatic, "prefixPaddingMs", "20") { $0.setup?.activityDetection?.prefixPaddingMs == 20 },
        ClientField(automatic, "silenceDurationMs", "100") { $0.setup?.activityDetection?.silenceDurationMs == 100 },
        ClientField("setup.realtimeInputConfig", "activityHandling", #""NO_INTERRUPTION""#) {
            $0.setup?.activityHandling == "NO_INTERRUPTION"
        },
        ClientField("setup.realtimeInputConfig", "turnCoverage", #""TURN_INCLUDES_ALL_INPUT""#) {
            $0.setup?.turnCoverage == "TURN_INCLUDES_ALL_INPUT"
        },
        ClientField("setup.realtimeInputConfig", "interimTranscriptTimestampEnabled", "true") {
            $0.setup?.interimTranscriptTimestamps == true
        },
    ]

    private static let resumption = [
        ClientField("setup.sessionResumption", "handle", #""h:1""#) { $0.setup?.resumption?.handle == "h:1" },
        ClientField("setup.sessionResumption", "transparent", "true") { $0.setup?.resumption?.isTransparent == true },
        ClientField("setup.contextWindowCompression", "triggerTokens", "32000") {
            $0.setup?.compression?.triggerTokens == 32_000
        },
        ClientField("setup.contextWindowCompression.slidingWindow", "targetTokens", "16000") {
            $0.setup?.compression?.targetTokens == 16_000
        },
    ]

    private static let transcription =
        transcription("inputAudioTranscription", \.inputTranscription)
        + transcription("outputAudioTranscription", \.outputTranscription)

    private static func transcription(
        _ name: String, _ path: any KeyPath<Setup, TranscriptionConfig?> & Sendable
    ) -> [ClientField] {
        let field = { (key: String, json: String, isRead: @escaping @Sendable (TranscriptionConfig) -> Bool) in
            ClientField("setup.\(name)", key, json) { $0.setup?[keyPath: path].map(isRead) == true }
        }
        return [
            field("languageCodes", #"["de-DE","fr-FR"]"#) { $0.languageCodes == ["de-DE", "fr-FR"] },
            field("customVocabulary", #"["livetop"]"#) { $0.customVocabulary == ["livetop"] },
            field("wordTimestamp", "true") { $0.wordTimestamp == true },
            field("diarization", "true") { $0.diarization == true },
            field("mode", #""VERBATIM""#) { $0.mode == "VERBATIM" },
            field("sourceText", #""Hello.""#) { $0.sourceText == "Hello." },
            field("languageAuto", "{}") { $0.deprecated == ["languageAuto"] },
            field("languageHints", "{}") { $0.deprecated == ["languageHints"] },
            field("adaptationPhrases", "[]") { $0.deprecated == ["adaptationPhrases"] },
        ]
    }

    private static let extras = [
        ClientField("setup.proactivity", "proactiveAudio", "true") { $0.setup?.proactiveAudio == true },
        ClientField("setup.proactivity", "proactiveVideo", "true") { $0.setup?.proactiveVideo == true },
        ClientField("setup.avatarConfig", "avatarName", #""Kay""#) { $0.setup?.avatar?.name == "Kay" },
        ClientField("setup.avatarConfig.customizedAvatar", "imageMimeType", #""image/png""#) {
            $0.setup?.avatar?.imageMimeType == "image/png"
        },
        ClientField("setup.avatarConfig.customizedAvatar", "imageData", #""AAAA""#) {
            $0.setup?.avatar?.imageByteCount == 3
        },
        ClientField("setup.avatarConfig", "audioBitrateBps", "64000") { $0.setup?.avatar?.audioBitrate == 64_000 },
        ClientField("setup.avatarConfig", "videoBitrateBps", "800000") { $0.setup?.avatar?.videoBitrate == 800_000 },
    ]
}
