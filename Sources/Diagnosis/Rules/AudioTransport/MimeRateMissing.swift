import LiveProtocol
import SessionModel

extension Rule {
    /// `mime-rate-missing`: the MIME type of the audio says too little, something odd, or changes.
    static let mimeRateMissing = Rule(
        .mimeRateMissing, .audioTransport, .p1, .error,
        variants: ["absent", "other-rate", "not-pcm", "changes", "output-rate"],
        title: "the audio's MIME type does not say 16 kHz PCM",
        cause: "Without a rate the service has to assume one, and it assumes 16 kHz.",
        fix: "Send `audio/pcm;rate=16000` with every message; play the service's audio at the rate that it declares.",
        code: .audioMessage,
        source: "Live API notes; mastra-ai/mastra#23722; sierra-research/tau2-bench#509",
        traits: [.needsNoTimes],
        standing: .passing(after: .seconds(2), of: .variant),
        covers: [
            .troubleshooting(.audioFormat), .troubleshooting(.sixteenKilohertz), .guide(.audioFormats),
            .reference(.mimeType),
        ],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        // Live Interactions have the rate in a field of its own, and nobody knows what its absence means there.
        guard context.connections.contains(where: \.isLive) else { return [] }
        return [foreign(input, context), absent(input, context), changing(input, context), output(context)]
            .compactMap(\.self)
    }

    private static func match(_ title: String, _ variant: String, _ severity: Severity, _ context: RuleContext)
        -> RuleMatch
    {
        let first = context.connections.last { !$0.conduct.audio.isEmpty }
        return RuleMatch(
            title, variant: variant, severity, from: first?.conduct.audio.first?.at ?? context.session.openedAt,
            to: context.now, on: first?.id ?? context.session.connection?.id
        )
        .proof(first?.conduct.audio.first, "first audio")
    }

    private static func foreign(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard input.otherCount >= 3 else { return nil }
        return match("Audio is sent as `\(input.otherType ?? "no type")`.", "not-pcm", .error, context)
            .number("messages", Double(input.otherCount))
    }

    private static func absent(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard let format = input.format else { return nil }
        if !format.isRateDeclared {
            return match("The audio's type names no rate.", "absent", .warning, context)
        }
        guard format.rate != 16_000 else { return nil }
        return match("The audio is declared with \(format.rate) Hz.", "other-rate", .info, context)
            .number("declared_hz", format.rate)
    }

    private static func changing(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard input.formatChanges > 0, context.connections.count == 1 else { return nil }
        return match("The audio's type changes on the connection.", "changes", .warning, context)
            .number("changes", input.formatChanges)
    }

    private static func output(_ context: RuleContext) -> RuleMatch? {
        guard let rate = context.session.outputAudio.format?.rate, rate != 24_000 else { return nil }
        return match("The service sends audio of \(rate) Hz.", "output-rate", .info, context).number("output_hz", rate)
    }
}

extension RuleID {
    static let mimeRateMissing: RuleID = "mime-rate-missing"
}

private let scripts: [Example] = [
    Example("absent", .warning) {
        $0.begin(); $0.audio(seconds: 1, mime: "audio/pcm")
    } silent: {
        $0.begin(); $0.audio(seconds: 1)
    },
    Example("not-pcm") {
        $0.begin(); $0.audio(seconds: 1, mime: "audio/wav")
    } silent: {
        $0.begin(); $0.audio(seconds: 1)
    },
]
