extension Setup {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "model": model = value.string
            case "generationConfig": generation = GenerationConfig(value, &reader)
            case "systemInstruction": systemInstruction = Content.text(of: value, &reader)
            case "tools": readTools(value, &reader)
            case "realtimeInputConfig": readRealtimeInput(value, &reader)
            case "sessionResumption": resumption = SessionResumptionRequest(value, &reader)
            case "contextWindowCompression": compression = ContextCompression(value, &reader)
            case "inputAudioTranscription": inputTranscription = TranscriptionConfig(value, &reader)
            case "outputAudioTranscription": outputTranscription = TranscriptionConfig(value, &reader)
            case "proactivity": readProactivity(value, &reader)
            case "historyConfig":
                initialHistoryInClientContent = value["initialHistoryInClientContent"]?.bool
                reader.expect(only: ["initialHistoryInClientContent"], in: value, "setup.historyConfig")
            case "explicitVadSignal": explicitVADSignal = value.bool
            case "avatarConfig": avatar = AvatarConfig(value, &reader)
            // Keys are the user's own.
            case "safetySettings": hasSafetySettings = true
            case "labels": hasLabels = true
            default: reader.unknown("setup", key)
            }
        }
    }

    private mutating func readTools(_ node: JSONNode, _ reader: inout MessageReader) {
        tools = Tool.list(node, "setup.tools", &reader)
        hasEmptyTool = !node.isObject && tools.isEmpty
        for tool in node.elements {
            hasEmptyTool = hasEmptyTool || tool.isObject && tool.fields.first { _ in true } == nil
            guard let functions = tool["functionDeclarations"]?.elements else { continue }
            for function in functions.prefix(Self.lintLimit) { lint(function) }
        }
    }

    /// Functions that are looked at; nobody reads a longer list.
    private static let lintLimit = 64

    private mutating func lint(_ function: JSONNode) {
        let name = String((function["name"]?.string ?? "").prefix(64))
        if function["parametersJsonSchema"] != nil, function["parameters"] == nil { jsonSchemaFunctions.append(name) }
        guard let description = function["description"]?.string, !description.isEmpty else {
            undescribedFunctions.append(name)
            return
        }
        let words = description.lowercased().split { !$0.isLetter }
        if !words.contains(where: { Self.conditions.contains(String($0)) }) { unconditionalFunctions.append(name) }
    }

    /// Words by which a description says when to call the function.
    private static let conditions: Set = [
        "only", "when", "whenever", "after", "before", "if", "unless", "once", "invoke", "call", "use",
    ]

    private mutating func readRealtimeInput(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "automaticActivityDetection": activityDetection = ActivityDetection(value, &reader)
            case "activityHandling":
                activityHandling = reader.checked(value.string, in: Self.activityHandlings, "setup.activityHandling")
            case "turnCoverage":
                turnCoverage = reader.checked(value.string, in: Self.turnCoverages, "setup.turnCoverage")
            case "interimTranscriptTimestampEnabled": interimTranscriptTimestamps = value.bool
            default: reader.unknown("setup.realtimeInputConfig", key)
            }
        }
    }

    private mutating func readProactivity(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "proactiveAudio": proactiveAudio = value.bool
            case "proactiveVideo": proactiveVideo = value.bool
            default: reader.unknown("setup.proactivity", key)
            }
        }
    }

    private static let activityHandlings: Set = [
        "ACTIVITY_HANDLING_UNSPECIFIED", "START_OF_ACTIVITY_INTERRUPTS", "NO_INTERRUPTION",
    ]

    private static let turnCoverages: Set = [
        "TURN_COVERAGE_UNSPECIFIED", "TURN_INCLUDES_ONLY_ACTIVITY", "TURN_INCLUDES_ALL_INPUT",
        "TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO",
    ]
}

extension ActivityDetection {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "disabled": isDisabled = value.bool
            case "startOfSpeechSensitivity":
                startSensitivity = reader.checked(
                    value.string, in: Self.startSensitivities, "setup.startOfSpeechSensitivity")
            case "endOfSpeechSensitivity":
                endSensitivity = reader.checked(value.string, in: Self.endSensitivities, "setup.endOfSpeechSensitivity")
            case "prefixPaddingMs": prefixPaddingMs = value.count
            case "silenceDurationMs": silenceDurationMs = value.count
            default: reader.unknown("setup.realtimeInputConfig.automaticActivityDetection", key)
            }
        }
    }

    private static let startSensitivities: Set = [
        "START_SENSITIVITY_UNSPECIFIED", "START_SENSITIVITY_HIGH", "START_SENSITIVITY_LOW",
    ]

    private static let endSensitivities: Set = [
        "END_SENSITIVITY_UNSPECIFIED", "END_SENSITIVITY_HIGH", "END_SENSITIVITY_LOW",
    ]
}

extension ContextCompression {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "triggerTokens": triggerTokens = value.count
            case "slidingWindow":
                hasSlidingWindow = true
                targetTokens = value["targetTokens"]?.count
                reader.expect(only: ["targetTokens"], in: value, "setup.contextWindowCompression.slidingWindow")
            default: reader.unknown("setup.contextWindowCompression", key)
            }
        }
    }
}

extension TranscriptionConfig {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "languageCodes": languageCodes = value.strings
            case "mode": mode = reader.checked(value.string, in: Self.modes, "setup.audioTranscription.mode")
            case "customVocabulary": customVocabulary = value.strings
            case "wordTimestamp": wordTimestamp = value.bool
            case "diarization": diarization = value.bool
            case "sourceText": sourceText = value.string
            case "languageAuto": deprecated.append("languageAuto")
            case "languageHints": deprecated.append("languageHints")
            case "adaptationPhrases": deprecated.append("adaptationPhrases")
            default: reader.unknown("setup.audioTranscription", key)
            }
        }
    }

    private static let modes: Set = ["MODE_UNSPECIFIED", "VERBATIM", "SMART"]
}

extension AvatarConfig {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "avatarName": name = value.string
            case "customizedAvatar":
                imageMimeType = value["imageMimeType"]?.string
                imageByteCount = value["imageData"]?.stringBytes.map(Base64.decodedCount)
                reader.expect(only: ["imageMimeType", "imageData"], in: value, "setup.avatarConfig.customizedAvatar")
            case "audioBitrateBps": audioBitrate = value.count
            case "videoBitrateBps": videoBitrate = value.count
            default: reader.unknown("setup.avatarConfig", key)
            }
        }
    }
}

extension Tool {
    /// Declared functions one by one, other tools by their key. What a tool is configured with is not looked at: it
    /// is the user's data, and full of credentials.
    static func list(_ node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) -> [Tool] {
        var tools: [Tool] = []
        for tool in node.elements {
            for (key, value) in tool.fields {
                if "functionDeclarations" ~= key {
                    tools += value.elements.map { function($0, &reader) }
                } else if let name = builtInNames.first(where: { $0 ~= key }) {
                    tools.append(.builtIn(name.description))
                } else {
                    reader.unknown(path, key)
                    tools.append(.builtIn(key.string))
                }
            }
        }
        return tools
    }

    private static func function(_ node: JSONNode, _ reader: inout MessageReader) -> Tool {
        reader.expect(only: functionFields, in: node, "setup.tools.functionDeclarations")
        let behavior = reader.checked(node["behavior"]?.string, in: behaviors, "setup.tools.behavior")
        return .function(name: node["name"]?.string ?? "", behavior: behavior)
    }

    private static let functionFields: [StaticString] = [
        "name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema", "behavior",
    ]

    private static let behaviors: Set = ["UNSPECIFIED", "BLOCKING", "NON_BLOCKING"]

    private static let builtInNames: [StaticString] = [
        "googleSearch", "googleSearchRetrieval", "googleMaps", "codeExecution", "urlContext", "computerUse",
        "fileSearch", "mcpServers", "retrieval", "enterpriseWebSearch", "parallelAiSearch", "exaAiSearch",
    ]
}
