import Filters

/// The fields of a setup that livetop knows, for “did you mean”: what is mistyped, or stands in the wrong place.
enum SetupFieldNames {
    /// Where each stands, as on the wire. `SetupFieldNamesTests` reads a setup with each of them.
    static let all: [String: [String]] = [
        "": [
            "model", "generationConfig", "systemInstruction", "tools", "realtimeInputConfig", "sessionResumption",
            "contextWindowCompression", "inputAudioTranscription", "outputAudioTranscription", "proactivity",
            "historyConfig", "explicitVadSignal", "avatarConfig", "safetySettings", "labels",
        ],
        "generationConfig": [
            "responseModalities", "temperature", "topP", "topK", "candidateCount", "maxOutputTokens",
            "presencePenalty", "frequencyPenalty", "seed", "speechConfig", "mediaResolution", "thinkingConfig",
            "enableAffectiveDialog", "translationConfig",
        ],
        "generationConfig.speechConfig": ["languageCode", "voiceConfig", "multiSpeakerVoiceConfig"],
        "generationConfig.thinkingConfig": ["includeThoughts", "thinkingBudget", "thinkingLevel"],
        "realtimeInputConfig": ["automaticActivityDetection", "activityHandling", "turnCoverage"],
        "realtimeInputConfig.automaticActivityDetection": [
            "disabled", "startOfSpeechSensitivity", "endOfSpeechSensitivity", "prefixPaddingMs", "silenceDurationMs",
        ],
        "contextWindowCompression": ["triggerTokens", "slidingWindow"],
        "contextWindowCompression.slidingWindow": ["targetTokens"],
        "proactivity": ["proactiveAudio", "proactiveVideo"],
        "tools": [
            "functionDeclarations", "googleSearch", "googleSearchRetrieval", "googleMaps", "codeExecution",
            "urlContext", "computerUse", "fileSearch", "retrieval", "enterpriseWebSearch",
        ],
        "inputAudioTranscription": ["languageCodes", "customVocabulary", "wordTimestamp", "diarization"],
    ]

    /// What was meant by a path that livetop does not know, with or without `setup.` in front; nil where nothing is like it.
    static func nearest(to path: String) -> String? {
        let parts = path.split(separator: ".").map(String.init)
        let place = parts.dropLast().drop { $0 == "setup" }.joined(separator: ".")
        // Both spellings are accepted.
        guard let name = parts.last?.replacing("_", with: "") else { return nil }
        let known = all.sorted { $0.key < $1.key }.flatMap { parent, names in names.map { (parent: parent, name: $0) } }
        let here = Suggestion.nearest(to: name, among: known.filter { $0.parent == place }.map(\.name))
        if let here { return joined(place, here) }
        guard let there = Suggestion.nearest(to: name, among: known.map(\.name)) else { return nil }
        return known.first { $0.name == there }.map { joined($0.parent, $0.name) }
    }

    private static func joined(_ place: String, _ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
}
