import LiveProtocol
import SessionModel

extension Rule {
    /// `language-code-unsupported`: `speechConfig.languageCode` refused.
    static let languageCodeUnsupported = Rule(
        .languageCodeUnsupported, .setup, .p2, .error,
        title: "the language code is refused",
        cause: "Native audio models choose the language by themselves and refuse most codes.",
        fix: """
            On native audio leave languageCode out and say in the system instruction which language to speak. \
            Transcription takes language codes of its own.
            """,
        source: "best practices, which want a code, against Live API reference, which says it is not taken; F10",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.practices(.language), .reference(.languageCodes)],
        closes: [CloseReason(1007, .before, says: "unsupported language code")],
        examples: scripts
    ) { context in
        context.closes(by: .languageCodeUnsupported).compactMap { observed($0, context) }
            + context.connections.compactMap(risk)
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let code = clock.setup?.setup.generation.languageCode ?? "–"
        return RuleMatch.end(end, "languageCode \(code) is refused: \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, "languageCode = \(code), model \(clock.setup?.model ?? "–")")
    }

    private static func risk(_ clock: ConnectionClock) -> RuleMatch? {
        guard clock.isAwaitingAcceptance, let setup = clock.setup, setup.family == .native25,
            let code = setup.setup.generation.languageCode, !accepted.contains(code)
        else { return nil }
        return RuleMatch(
            "languageCode \(code) may be refused by a native audio model.", .info, from: setup.at, on: clock.id
        )
        .predicted().unsure().proof(clock.conduct.setups.first, "languageCode = \(code)")
    }

    /// The native audio column of the language table in the Live API reference. F10 saw en-US and de-DE taken.
    private static let accepted: Set = [
        "en-US", "de-DE", "fr-FR", "es-US", "hi-IN", "pt-BR", "ja-JP", "ko-KR", "it-IT", "nl-NL", "ru-RU",
    ]
}

extension RuleID {
    static let languageCodeUnsupported: RuleID = "language-code-unsupported"
}

private let scripts: [Example] = [
    Example {
        $0.begin(language("sv-SE"), isAccepted: false)
        $0.close(1007, "Unsupported language code 'sv-SE'", after: 0.1)
    } silent: {
        $0.begin(language("en-US")); $0.exchange()
    }
]

private func language(_ code: String) -> SetupFields {
    #""generationConfig":{"responseModalities":["AUDIO"],"speechConfig":{"languageCode":"\#(code)"}}"#
}
