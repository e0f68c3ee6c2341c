import LiveProtocol
import SessionModel

extension Rule {
    /// `token-replaces-setup`: behind an ephemeral token the token's fields count, and not the setup's.
    static let tokenReplacesSetup = Rule(
        .tokenReplacesSetup, .setup, .p1, .info,
        title: "the token's setup replaces this one",
        cause: """
            BidiGenerateContentConstrained takes its configuration from the token: fields that were locked when the token was \
            made (bidiGenerateContentSetup) replace the client's without a word.
            """,
        fix: """
            Put voice, instruction and the rest into the token when it is made (liveConnectConstraints.config), or lock \
            fewer fields (lockAdditionalFields, fieldMask); what is heard is the token's voice, not that of the setup.
            """,
        source: "ai.google.dev, ephemeral tokens; google-genai 3.6.1 (tokens.py)",
        traits: [.needsNoTimes],
        cue: .steps(),
        covers: [.reference(.ephemeralTokens)],
        examples: scripts
    ) { context in
        guard let setup = context.session.setup, setup.endpoint.method == .bidiGenerateContentConstrained,
            let clock = context.clock(setup.connection), clock.setupCompleteAt != nil
        else { return [] }
        let fields = replaceable(setup)
        guard !fields.isEmpty else { return [] }
        return [
            RuleMatch(
                """
                The connection is behind an ephemeral token: its fields replace the setup's, so that \
                \(fields.joined(separator: ", ")) may not be what was asked for.
                """, from: setup.at, on: setup.connection
            )
            .proof(clock.conduct.setups.last, "setup: \(fields.joined(separator: ", "))")
            .number("fields", fields.count)
        ]
    }

    /// What a user would notice, as the setup has it.
    private static func replaceable(_ summary: SetupSummary) -> [String] {
        let setup = summary.setup
        return [
            setup.generation.voice.map { "voice \($0)" }, setup.systemInstruction.map { _ in "the system instruction" },
            setup.tools.isEmpty ? nil : "the tools", setup.generation.languageCode.map { "language \($0)" },
            setup.generation.temperature.map { "temperature \($0)" },
            setup.generation.thinkingLevel.map { "thinkingLevel \($0)" },
        ].compactMap(\.self)
    }
}

extension RuleID {
    static let tokenReplacesSetup: RuleID = "token-replaces-setup"
}

private let scripts: [Example] = [
    Example(nil, .info, calls: { [spoken(behind: .bidiGenerateContentConstrained)] }) {
        [spoken(behind: .bidiGenerateContent)]
    }
]

private func spoken(behind method: Endpoint.Method) -> StagedCall {
    var call = StagedCall(version: "v1alpha", method: method)
    call.begin(
        #""generationConfig":{"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Leda"}}}},"systemInstruction":{"parts":[{"text":"Respond only in English."}]}"#
    )
    call.exchange()
    return call
}
