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
        source: "Live API guide (one modality per session); googleapis/java-genai#803; jsalsman/gemini-live#2; F1, F7",
        traits: [.needsNoTimes, .endsConnection],
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
        return RuleMatch.end(end, "\(words(clock.setup)) is refused: \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, words(clock.setup))
    }

    private static func predicted(_ clock: ConnectionClock) -> RuleMatch? {
        guard clock.isAwaitingAcceptance, let setup = clock.setup, isRefused(setup) else { return nil }
        return RuleMatch("\(words(setup)) is known to be refused.", .warning, from: setup.at, on: clock.id)
            .predicted().proof(clock.conduct.setups.first, words(setup))
    }

    private static func isRefused(_ setup: SetupSummary) -> Bool {
        guard let modalities = setup.setup.generation.responseModalities, !modalities.isEmpty else { return false }
        if modalities.count > 1 { return true }
        if setup.family == .transcribe35 { return modalities == ["AUDIO"] }
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

private let scripts: [Example] = [
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
