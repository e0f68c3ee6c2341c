import LiveProtocol
import SessionModel

extension Rule {
    /// `response-modality-unsupported`: TEXT asked of an audio-only model, or two modalities at once.
    static let responseModalityUnsupported = Rule(
        .responseModalityUnsupported, .setup, .p1, .error,
        title: "the model does not answer in that modality",
        cause: "A session has one response modality, and native audio models have AUDIO only.",
        fix: """
            Ask for ["AUDIO"] and read the text from outputAudioTranscription. Answers in text need a half-cascade model.
            """,
        code: cure,
        source: "Live API guide (one modality per session); googleapis/java-genai#803; jsalsman/gemini-live#2; F1, F7",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.guide(.oneModality), .reference(.oneModality)],
        closes: [
            CloseReason(
                1007, says: "the requested combination of response modalities", "cannot extract voices from a non-audio"
            )
        ],
        examples: scripts
    ) { context in
        context.closes(by: .responseModalityUnsupported).compactMap { observed($0, context) }
            + context.connections.compactMap(predicted)
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let match = RuleMatch.end(end, "\(words(clock.setup)) is refused: \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, words(clock.setup))
        return wantsText(clock.setup, end.reason) ? match.because(textOnly.cause).cured(by: textOnly.fix) : match
    }

    /// What was refused is audio: advice to ask for audio would be of no use.
    private static func wantsText(_ setup: SetupSummary?, _ reason: String?) -> Bool {
        if setup?.family.isTextOnly == true { return true }
        return setup?.family.isAudioOnly != true && reason?.lowercased().hasPart("(audio)") == true
    }

    private static let textOnly = (
        cause: "This model answers in text alone.", fix: "Ask for [\"TEXT\"], and speak the text by other means."
    )

    private static func predicted(_ clock: ConnectionClock) -> RuleMatch? {
        guard clock.isAwaitingAcceptance, let setup = clock.setup, isRefused(setup) else { return nil }
        let match = RuleMatch("\(words(setup)) is known to be refused.", .warning, from: setup.at, on: clock.id)
            .predicted().proof(clock.conduct.setups.first, words(setup))
        return wantsText(setup, nil) ? match.because(textOnly.cause).cured(by: textOnly.fix) : match
    }

    private static func isRefused(_ setup: SetupSummary) -> Bool {
        guard let modalities = setup.setup.generation.responseModalities, !modalities.isEmpty else { return false }
        if modalities.count > 1 { return true }
        if setup.family.isTextOnly { return modalities == ["AUDIO"] }
        return setup.family.isAudioOnly && modalities == ["TEXT"]
    }

    private static func words(_ setup: SetupSummary?) -> String {
        let modalities = setup?.setup.generation.responseModalities?.joined(separator: "+") ?? "no modality"
        return "\(modalities) of \(setup?.model ?? "no model")"
    }
}

extension RuleID {
    static let responseModalityUnsupported: RuleID = "response-modality-unsupported"
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        config = types.LiveConnectConfig(
            response_modalities=["AUDIO"],
            output_audio_transcription=types.AudioTranscriptionConfig())
        """,
    js: """
        config: { responseModalities: [Modality.AUDIO], outputAudioTranscription: {} }
        """,
    livekit: """
        google.realtime.RealtimeModel(
            modalities=[types.Modality.AUDIO],
            output_audio_transcription=types.AudioTranscriptionConfig())
        """,
    pipecat: """
        settings=GeminiLiveLLMService.Settings(modalities=GeminiModalities.AUDIO)
        """,
    adk: """
        RunConfig(response_modalities=["AUDIO"],
                  output_audio_transcription=types.AudioTranscriptionConfig())
        """,
    raw: """
        {"setup": {"generationConfig": {"responseModalities": ["AUDIO"]},
                   "outputAudioTranscription": {}}}
        """)

private let scripts: [Example] = [
    Example {
        $0.begin(model: "models/gemini-robotics-er-2-streaming-preview", isAccepted: false)
        $0.close(
            1007, "The requested combination of response modalities (AUDIO) is not supported by the model.", after: 0.1)
    } silent: {
        $0.begin(
            model: "models/gemini-robotics-er-2-streaming-preview",
            #""generationConfig":{"responseModalities":["TEXT"]}"#)
        $0.exchange()
    },
    Example {
        $0.begin(#""generationConfig":{"responseModalities":["TEXT"]}"#, isAccepted: false)
        $0.close(1007, "The requested combination of response modalities (TEXT) is not", after: 0.1)
    } silent: {
        $0.begin(model: "models/gemini-2.0-flash-live-001", #""generationConfig":{"responseModalities":["TEXT"]}"#)
        $0.exchange()
    },
    Example(nil, .warning) {
        $0.begin(#""generationConfig":{"responseModalities":["TEXT"]}"#, isAccepted: false)
    } silent: {
        $0.begin(isAccepted: false)
    },
]
