import LiveProtocol
import SessionModel

extension Rule {
    /// `language-code-unsupported`: `speechConfig.languageCode` refused.
    static let languageCodeUnsupported = Rule(
        "language-code-unsupported", .setup, .p2, .error,
        title: "the language code is refused",
        cause: "Native audio models choose the language by themselves and refuse most codes.",
        fix: """
            On native audio leave languageCode out and say in the system instruction which language to speak. \
            Transcription takes language codes of its own.
            """,
        source: "best practices against Live API reference (catalogue §16.5); F10"
    ) { context in
        context.closes(by: "language-code-unsupported").compactMap { observed($0, context) }
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
