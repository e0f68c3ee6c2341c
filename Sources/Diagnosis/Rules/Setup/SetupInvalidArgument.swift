import LiveProtocol
import SessionModel

extension Rule {
    /// `setup-invalid-argument`: 1007 at setup, without any detail.
    static let setupInvalidArgument = Rule(
        .setupInvalidArgument, .setup, .p1, .error,
        title: "the setup is refused without a reason",
        cause: "The service does not say which argument it means.",
        fix: "Send the setup again without the suspects, one at a time.",
        source:
            "google-gemini/cookbook#781; google/adk-python#225; livekit/agents#4159; strands-agents/harness-sdk#1999",
        traits: [.needsNoTimes, .endsConnection],
        covers: [.reference(.voices)],
        closes: [CloseReason(1007, .before, says: "precondition check failed")],
        examples: scripts
    ) { context in
        context.closes(by: .setupInvalidArgument).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            let suspects = clock.setup.map(SetupSuspects.of) ?? []
            let match = RuleMatch.end(end, "The setup was refused: \(end.words).", from: clock.setupAt)
                .proof(clock.conduct.setups.first, "setup")
            guard !suspects.isEmpty else { return match }
            return match.because("Suspects in this setup: \(suspects.joined(separator: "; ")).")
        }
    }
}

/// What is known to be refused without a word, the likeliest first.
enum SetupSuspects {
    static func of(_ summary: SetupSummary) -> [String] {
        let (setup, family) = (summary.setup, summary.family)
        var suspects: [String] = []
        let builtIns = setup.tools.filter { if case .builtIn = $0 { true } else { false } }
        if family == .live20, !builtIns.isEmpty, builtIns.count < setup.tools.count {
            suspects.append("functions together with \(builtIns.map(\.name).joined(separator: ", "))")
        }
        if setup.resumption?.hasNullHandle == true { suspects.append("sessionResumption.handle is null") }
        if setup.hasEmptyTool { suspects.append("an empty tool") }
        if family == .extended38, setup.generation.thinkingLevel == nil { suspects.append("no thinkingLevel") }
        if let compression = setup.compression, let target = compression.targetTokens,
            let trigger = compression.triggerTokens, target >= trigger
        {
            suspects.append("targetTokens \(target) is not below triggerTokens \(trigger)")
        }
        if let voice = setup.generation.voice, !voices.contains(voice) {
            suspects.append("voice \(voice) is not known")
        }
        return suspects
    }

    /// The thirty prebuilt voices of the documentation: the first eight on every model, the rest on native audio.
    private static let voices: Set = [
        "Puck", "Charon", "Kore", "Fenrir", "Aoede", "Leda", "Orus", "Zephyr", "Achernar", "Achird", "Algenib",
        "Algieba", "Alnilam", "Autonoe", "Callirrhoe", "Despina", "Enceladus", "Erinome", "Gacrux", "Iapetus",
        "Laomedeia", "Pulcherrima", "Rasalgethi", "Sadachbia", "Sadaltager", "Schedar", "Sulafat", "Umbriel",
        "Vindemiatrix", "Zubenelgenubi",
    ]
}

extension RuleID {
    static let setupInvalidArgument: RuleID = "setup-invalid-argument"
}

private let scripts: [Example] = [
    Example {
        $0.begin(isAccepted: false); $0.close(1007, invalidArgument, after: 0.1)
    } silent: {
        $0.talk(); $0.close(1007, invalidArgument, after: 5)
    }
]

private let invalidArgument = "Request contains an invalid argument."
