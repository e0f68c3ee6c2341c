extension GenerationConfig {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "responseModalities": readModalities(value, &reader)
            case "temperature": temperature = value.double
            case "topP": topP = value.double
            case "topK": topK = value.double
            case "candidateCount": candidateCount = value.int64
            case "maxOutputTokens": maxOutputTokens = value.int64
            case "presencePenalty": presencePenalty = value.double
            case "frequencyPenalty": frequencyPenalty = value.double
            case "seed": seed = value.int64
            case "speechConfig": readSpeech(value, &reader)
            case "mediaResolution":
                mediaResolution = reader.checked(value.string, in: Self.resolutions, "setup.mediaResolution")
            case "thinkingConfig": readThinking(value, &reader)
            case "enableAffectiveDialog": enableAffectiveDialog = value.bool
            case "translationConfig":
                translationTarget = value["targetLanguageCode"]?.string
                echoTargetLanguage = value["echoTargetLanguage"]?.bool
                reader.expect(
                    only: ["targetLanguageCode", "echoTargetLanguage"], in: value, "setup.translationConfig")
            // Known, and nothing to show.
            case "audioTranscriptionConfig", "enableEnhancedCivicAnswers", "modelSelectionConfig", "responseFormat":
                break
            default: readUnsupported(key, &reader)
            }
        }
    }

    private mutating func readUnsupported(_ key: JSONKey, _ reader: inout MessageReader) {
        guard let name = Self.unsupportedNames.first(where: { $0 ~= key }) else {
            return reader.unknown("setup.generationConfig", key)
        }
        unsupported.append(name.description)
    }

    private static let unsupportedNames: [StaticString] = [
        "responseLogprobs", "logprobs", "responseMimeType", "responseSchema", "responseJsonSchema", "stopSequence",
        "stopSequences", "routingConfig", "audioTimestamp",
    ]

    private mutating func readModalities(_ node: JSONNode, _ reader: inout MessageReader) {
        responseModalities = node.strings.compactMap {
            reader.checked($0, in: ["TEXT", "AUDIO", "VIDEO", "IMAGE"], "setup.responseModalities")
        }
    }

    private mutating func readSpeech(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "languageCode": languageCode = value.string
            case "voiceConfig": voice = Self.voice(value, &reader)
            case "multiSpeakerVoiceConfig": hasSeveralVoices = true
            default: reader.unknown("setup.speechConfig", key)
            }
        }
    }

    private static func voice(_ node: JSONNode, _ reader: inout MessageReader) -> String? {
        var voice: String?
        for (key, value) in node.fields {
            switch key {
            case "prebuiltVoiceConfig":
                voice = value["voiceName"]?.string
                reader.expect(only: ["voiceName"], in: value, "setup.prebuiltVoiceConfig")
            case "voice": voice = value.string
            case "replicatedVoiceConfig": voice = voice ?? "replicated"
            default: reader.unknown("setup.voiceConfig", key)
            }
        }
        return voice
    }

    private mutating func readThinking(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "includeThoughts": includeThoughts = value.bool
            case "thinkingBudget": thinkingBudget = value.int64
            case "thinkingLevel":
                thinkingLevel = value.string
                // The documentation of extended thinking spells them in small letters.
                _ = reader.checked(value.string?.uppercased(), in: Self.thinkingLevels, "setup.thinkingLevel")
            default: reader.unknown("setup.thinkingConfig", key)
            }
        }
    }

    private static let thinkingLevels: Set = [
        "THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH",
    ]

    private static let resolutions: Set = [
        "MEDIA_RESOLUTION_UNSPECIFIED", "MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH",
    ]
}
