import LiveProtocol

extension SetupSummary {
    /// The setup in a fixed order, with the defaults that are documented (`docs/protocol.md#setup-and-its-defaults`) where
    /// the client asked for nothing. What is neither asked for nor documented is not listed; of music no default is.
    public var settings: [Setting] {
        var list = SettingList(hasDefaults: endpoint.isLive || endpoint == .unknown)
        addModel(&list)
        addGeneration(&list)
        addVoiceActivity(&list)
        addSession(&list)
        addTools(&list)
        return list.settings
    }

    private func addModel(_ list: inout SettingList) {
        list.add("model", model)
        list.add("modalities", setup.generation.responseModalities?.joined(separator: "+"), default: "AUDIO")
        list.add("voice", setup.generation.voice, default: "Puck")
        list.add("language", setup.generation.languageCode)
        list.add("translation to", setup.generation.translationTarget)
        list.add("avatar", setup.avatar.map { $0.name ?? "on" })
        list.add("goes on from", setup.previousInteraction)
        list.add("stored", setup.storesInteraction.map(Self.onOff))
        list.add("system instruction", systemInstructionLength.map { "\($0) characters" }, default: "none")
    }

    private func addGeneration(_ list: inout SettingList) {
        let generation = setup.generation
        list.add("temperature", generation.temperature.map(Self.text))
        list.add("top p", generation.topP.map(Self.text))
        list.add("top k", generation.topK.map(Self.text))
        list.add("max output tokens", generation.maxOutputTokens.map(String.init))
        list.add("candidates", generation.candidateCount.map(String.init))
        list.add("presence penalty", generation.presencePenalty.map(Self.text))
        list.add("frequency penalty", generation.frequencyPenalty.map(Self.text))
        list.add("seed", generation.seed.map(String.init))
        list.add("media resolution", generation.mediaResolution.map { Self.value($0, "MEDIA_RESOLUTION_") })
        list.add("thinking budget", generation.thinkingBudget.map(Self.budget))
        list.add("thinking level", generation.thinkingLevel)
        list.add("thoughts", generation.includeThoughts.map(Self.onOff))
        list.add("affective dialog", generation.enableAffectiveDialog.map(Self.onOff))
        list.add("proactive audio", setup.proactiveAudio.map(Self.onOff))
        list.add("proactive video", setup.proactiveVideo.map(Self.onOff))
    }

    private func addVoiceActivity(_ list: inout SettingList) {
        let detection = setup.activityDetection
        list.add("server VAD", detection?.isDisabled.map { Self.onOff(!$0) }, default: "on")
        list.add("start sensitivity", detection?.startSensitivity.map { Self.value($0, "START_SENSITIVITY_") })
        list.add("end sensitivity", detection?.endSensitivity.map { Self.value($0, "END_SENSITIVITY_") })
        list.add("prefix padding", detection?.prefixPaddingMs.map { "\($0) ms" })
        list.add("silence duration", detection?.silenceDurationMs.map { "\($0) ms" })
        list.add(
            "interruption", setup.activityHandling.map { Self.onOff($0 != "NO_INTERRUPTION") }, default: "on")
        list.add("turn coverage", setup.turnCoverage.map { Self.value($0, "TURN_INCLUDES_") })
        list.add("explicit VAD signal", setup.explicitVADSignal.map(Self.onOff))
    }

    private func addSession(_ list: inout SettingList) {
        list.add("input transcription", setup.inputTranscription.map(Self.transcription), default: "off")
        list.add("output transcription", setup.outputTranscription.map(Self.transcription), default: "off")
        list.add("resumption", setup.resumption.map(Self.resumption), default: "off")
        list.add("compression", setup.compression.map { _ in "on" }, default: "off")
        if let compression = setup.compression {
            list.add("compress at", compression.triggerTokens.map { "\($0) tokens" }, default: "80 % of the window")
            list.add("compress to", compression.targetTokens.map { "\($0) tokens" }, default: "half of that")
        }
        list.add("history first", setup.initialHistoryInClientContent.map(Self.onOff))
    }

    private func addTools(_ list: inout SettingList) {
        let names = setup.tools.map(\.name)
        list.add("tools", names.isEmpty ? nil : names.joined(separator: ", "), default: "none")
        let nonBlocking = setup.tools.count {
            if case .function(_, "NON_BLOCKING") = $0 { true } else { false }
        }
        list.add("non-blocking tools", nonBlocking == 0 ? nil : String(nonBlocking))
    }

    // MARK: Words

    private static func onOff(_ isOn: Bool) -> String { isOn ? "on" : "off" }

    /// `HIGH` for `START_SENSITIVITY_HIGH`.
    private static func value(_ name: String, _ prefix: String) -> String {
        name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? String(describing: number)
    }

    private static func budget(_ tokens: Int64) -> String {
        switch tokens {
        case 0: "off"
        case -1: "automatic"
        default: "\(tokens) tokens"
        }
    }

    private static func transcription(_ config: TranscriptionConfig) -> String {
        config.languageCodes.isEmpty ? "on" : config.languageCodes.joined(separator: ", ")
    }

    private static func resumption(_ request: SessionResumptionRequest) -> String {
        (request.handle == nil ? "on" : "resumed") + (request.isTransparent ? ", transparent" : "")
    }
}

private struct SettingList {
    let hasDefaults: Bool
    var settings: [SetupSummary.Setting] = []

    /// A setting that was asked for; else its default, if there is one.
    mutating func add(_ name: String, _ value: String?, default defaultValue: String? = nil) {
        guard let shown = value ?? (hasDefaults ? defaultValue : nil) else { return }
        settings.append(SetupSummary.Setting(name: name, value: shown, isDefault: value == nil))
    }
}
