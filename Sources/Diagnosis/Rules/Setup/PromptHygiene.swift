import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `prompt-hygiene`: a configuration that the best practices advise against.
    static let promptHygiene = Rule(
        .promptHygiene, .setup, .p3, .info,
        title: "the setup could be better",
        cause: "The best practices for Live advise otherwise. None of this is a failure.",
        fix: "Go through the list; what is on purpose can be muted in the configuration.",
        source: "best practices; google-gemini/cookbook#1197 (no wording is obeyed for certain)",
        traits: [.needsNoTimes],
        thresholds: [.instructionLength],
        covers: [
            .practices(.prompts), .practices(.accent), .practices(.tools), .practices(.language),
            .practices(.transcription),
        ],
        examples: scripts
    ) { context in
        guard let setup = context.session.setup, setup.setup.resumption?.handle == nil, setup.family != .translate35,
            let clock = context.clock(setup.connection), clock.setupCompleteAt != nil, clock.isLive
        else { return [] }
        let lints = PromptLint.lints(of: setup, context.thresholds)
        guard !lints.isEmpty else { return [] }
        return [
            RuleMatch("\(lints.joined(separator: "; ")).", from: setup.at, on: setup.connection)
                .proof(clock.conduct.setups.first, "setup").number("lints", lints.count)
        ]
    }
}

enum PromptLint {
    static func lints(of summary: SetupSummary, _ thresholds: Thresholds) -> [String] {
        let (setup, instruction) = (summary.setup, summary.setup.systemInstruction?.lowercased())
        var lints: [String] = []
        if instruction?.isEmpty ?? true { lints.append("no system instruction") }
        if let length = summary.systemInstructionLength, Double(length) / 4 > thresholds[.instructionLength] {
            lints.append("the system instruction has about \(Format.counted(length / 4, "token"))")
        }
        if let instruction, setup.generation.languageCode == nil, !names(language: instruction) {
            lints.append("no language is stated, so it may drift")
        }
        if let instruction, instruction.contains("accent"), !names(language: instruction) {
            lints.append("an accent is asked for without a language")
        }
        // The Gemini API has no such field, and its SDK refuses it.
        if summary.surface == .vertex, let transcription = setup.inputTranscription,
            transcription.languageCodes.isEmpty
        {
            lints.append("input transcription has no language codes")
        }
        return lints + tools(of: setup)
    }

    private static func tools(of setup: Setup) -> [String] {
        var lints: [String] = []
        if let name = setup.undescribedFunctions.first {
            let more = setup.undescribedFunctions.count - 1
            lints.append("function \(name)\(more > 0 ? " and \(more) more" : "") has no description")
        }
        if let name = setup.unconditionalFunctions.first {
            lints.append("the description of \(name) does not say when to call it")
        }
        return lints
    }

    private static func names(language text: String) -> Bool {
        let phrases = ["respond in ", "respond only in ", "speak in ", "speak only ", "reply in ", "answer in "]
        return phrases.contains { text.contains($0) } || languages.contains { text.contains($0) }
    }

    private static let languages = [
        "english", "german", "french", "spanish", "italian", "portuguese", "hindi", "japanese", "korean", "chinese",
        "arabic", "dutch", "polish", "turkish", "russian", "ukrainian", "swedish", "danish", "norwegian", "finnish",
    ]
}

extension RuleID {
    static let promptHygiene: RuleID = "prompt-hygiene"
}

extension Threshold {
    static let instructionLength = Threshold(
        "instruction_tokens", 8_000, "a longer system instruction costs in every turn")
}

private let scripts: [Example] = [
    Example(nil, .info) {
        $0.talk()
    } silent: {
        $0.begin(.instruction); $0.exchange()
    }
]
