import LiveProtocol
package import SessionModel

/// Which fields which models refuse, ignore, deprecate or charge for: one table, read by `unsupported-by-model`, by the
/// suspects of a refused setup and by `livetop lint`. The likeliest to be refused come first.
package enum ModelFields {
    /// The day on which the table was checked.
    package static let dated = "2026-11-28"

    package static let all: [ModelField] = thinking + voice + tools + session + costs

    /// What of the table is in a setup, the likeliest first.
    package static func findings(in setup: SetupSummary) -> [FieldFinding] {
        all.compactMap { row in
            guard row.concerns(setup) else { return nil }
            return row.find(setup).map { FieldFinding(row: row, written: $0) }
        }
    }

    /// The row that a reason of a close means: one about the model first, else any that has its words.
    static func row(meaning reason: String, _ setup: SetupSummary?) -> ModelField? {
        let reason = reason.lowercased()
        let named = all.filter { row in row.words.contains { reason.hasPart($0) } }
        return named.first { row in setup.map(row.concerns) ?? false } ?? named.first
    }

    // MARK: Rows

    private static let liveThree: Set<ModelFamily> = [.live31, .live38, .extended38]
    private static let eight: Set<ModelFamily> = [.live38, .extended38]
    private static let probes = "pydantic-ai 2.68, verified live 2026-09-16 to 10-27"
    private static let guide = "ai.google.dev, Live API capabilities; read on 2026-11-20"

    private static let thinking = [
        ModelField(
            "generationConfig.thinkingConfig", [.live38], .refused, says: ["thinking level is not supported"],
            fix: """
                Leave thinkingConfig out: gemini-3.8-live thinks as it likes. If thinking is to be set, use \
                gemini-3.8-live-extended-thinking, which needs a thinkingLevel.
                """, source: probes
        ) { thinkingConfig($0) },
        ModelField(
            "generationConfig.thinkingConfig.thinkingLevel", [.extended38], .required,
            says: ["thinking level must be specified"],
            fix: "Set thinkingConfig.thinkingLevel to LOW, MEDIUM or HIGH; a thinkingBudget does not stand in for it.",
            source: probes
        ) { $0.setup.generation.thinkingLevel == nil ? "no thinkingLevel" : nil },
        ModelField(
            "generationConfig.thinkingConfig.thinkingBudget", [.extended38, .live31], .refused,
            says: ["thinking budget"], fix: "Replace thinkingBudget by thinkingLevel.", source: probes
        ) { $0.setup.generation.thinkingBudget.map { "thinkingBudget = \($0)" } },
        ModelField(
            "generationConfig.thinkingConfig", [.half25], .refused, on: [.vertex],
            says: ["thinking_level is not supported"],
            fix: "Leave thinkingConfig out, thinkingBudget as well: the half-cascade model on Vertex does not think.",
            source: probes
        ) { thinkingConfig($0) },
        ModelField(
            "generationConfig.thinkingConfig.thinkingLevel", [.native25], .refused,
            says: ["thinking level is not supported", "thinking_level is not supported"],
            fix: "2.5 takes thinkingBudget: leave thinkingLevel out.", source: guide
        ) { $0.setup.generation.thinkingLevel.map { "thinkingLevel = \($0)" } },
    ]

    private static let voice = [
        ModelField(
            "generationConfig.enableAffectiveDialog", [.live31], .refused, says: ["affective"],
            fix: """
                Delete enableAffectiveDialog: 3.1 has no affective dialog, and answers a setup that asks for it with an \
                error or not at all.
                """, source: probes
        ) { $0.setup.generation.enableAffectiveDialog == true ? "enableAffectiveDialog = true" : nil },
        ModelField(
            "generationConfig.enableAffectiveDialog", eight, .refused, at: .firstInput, says: ["affective"],
            fix: """
                Delete enableAffectiveDialog: affective dialog is gone from 3.8. Some setups with it are taken, and \
                refused with the first message after setupComplete.
                """, source: probes
        ) { $0.setup.generation.enableAffectiveDialog == true ? "enableAffectiveDialog = true" : nil },
        ModelField(
            "proactivity", [.live31], .refused, says: ["proactiv"],
            fix: "Delete proactivity: 3.1 has no proactive audio.", source: guide
        ) { proactivity($0) },
        ModelField(
            "proactivity", eight, .refused, says: ["proactiv"],
            fix: """
                Delete proactivity: proactive audio is always on in 3.8. false is an error, and every version but v1alpha \
                refuses the field.
                """, source: probes
        ) { proactivity($0) },
        ModelField(
            "generationConfig.responseModalities", [.robotics, .transcribe35], .refused,
            fix: "Ask for [\"TEXT\"]: this model answers in text alone.", source: probes
        ) { modalities($0, other: "TEXT") },
        ModelField(
            "generationConfig.responseModalities", [.native25, .live31, .live38, .extended38, .translate35], .refused,
            fix: "Ask for [\"AUDIO\"] and read the text from outputAudioTranscription.", source: guide
        ) { modalities($0, other: "AUDIO") },
    ]

    private static let tools = [
        ModelField(
            "tools.functionDeclarations.behavior", [.extended38], .refused,
            says: ["blocking function calls are not supported"],
            fix: "Declare every function NON_BLOCKING: extended thinking has asynchronous functions only.",
            source: probes
        ) { behavior("BLOCKING", $0) },
        ModelField(
            "tools.functionDeclarations.behavior", [.live31], .ignored,
            says: ["non_blocking", "non-blocking", "asynchronous function"],
            fix: "Declare functions without NON_BLOCKING: 3.1 waits for every answer.", source: guide
        ) { behavior("NON_BLOCKING", $0) },
        ModelField(
            "toolResponse.functionResponses.scheduling", [.extended38], .refused, at: .toolResponse,
            says: ["response scheduling is not supported"],
            fix: "Leave scheduling out of the function responses: this model decides by itself when it takes one.",
            source: probes
        ) { _ in nil },
        ModelField(
            "tools.codeExecution", [.native25], .refused, says: ["code execution"],
            fix: "Remove the tool codeExecution.", source: probes
        ) { tool("codeExecution", $0) },
        ModelField(
            "tools.codeExecution", [.live31], .ignored,
            fix: "Remove the tool codeExecution: 3.1 takes it and never runs code.",
            source: probes
        ) { tool("codeExecution", $0) },
        ModelField(
            "tools.urlContext", Set(ModelFamily.allCases).subtracting([.unknown]), .ignored, says: ["url context"],
            fix: "Remove the tool urlContext: no Live model has it. Fetch the page in a function of your own.",
            source: probes
        ) { tool("urlContext", $0) },
        ModelField(
            "tools", [.translate35, .transcribe35], .ignored, says: ["function calling", "tools are not", "tool use"],
            fix: "Remove the tools: this model calls none.", source: guide
        ) { $0.setup.tools.isEmpty ? nil : "tools: \($0.setup.tools.prefix(3).map(\.name).joined(separator: ", "))" },
    ]

    private static let session = [
        ModelField(
            "realtimeInputConfig.automaticActivityDetection", [.live31, .live38, .extended38], .refused,
            fix: "With disabled: true leave prefixPaddingMs and silenceDurationMs out.", source: probes
        ) { setup in
            guard let detection = setup.setup.activityDetection, detection.isDisabled == true else { return nil }
            let rest = [
                detection.prefixPaddingMs.map { "prefixPaddingMs = \($0)" },
                detection.silenceDurationMs.map { "silenceDurationMs = \($0)" },
            ].compactMap(\.self)
            return rest.isEmpty ? nil : "disabled = true with " + rest.joined(separator: ", ")
        },
        ModelField(
            "sessionResumption.transparent", Set(ModelFamily.allCases), .refused, on: [.geminiAPI],
            says: ["transparent"], fix: "Remove it: transparent resumption is Vertex only.",
            source: "google-genai 3.6.1"
        ) { $0.setup.resumption?.isTransparent == true ? "sessionResumption.transparent = true" : nil },
        ModelField(
            "explicitVadSignal", Set(ModelFamily.allCases), .refused, on: [.geminiAPI], says: ["explicit"],
            fix: "Remove it: it is Vertex only.", source: "google-genai 3.6.1"
        ) { $0.setup.explicitVADSignal.map { "explicitVadSignal = \($0)" } },
        ModelField(
            "safetySettings", Set(ModelFamily.allCases), .refused, on: [.geminiAPI],
            fix: "Remove it: the Live socket of the Gemini API refuses it although the SDK's types have it.",
            source: "google-genai 3.6.1"
        ) { $0.setup.hasSafetySettings ? "safetySettings" : nil },
        ModelField(
            "labels", Set(ModelFamily.allCases), .refused, on: [.geminiAPI], fix: "Remove it: it is Vertex only.",
            source: "google-genai 3.6.1"
        ) { $0.setup.hasLabels ? "labels" : nil },
        ModelField(
            "inputAudioTranscription", Set(ModelFamily.allCases), .deprecated,
            fix: "Use languageCodes and customVocabulary.", source: "google-genai 3.6.1"
        ) { setup in
            let old = [setup.setup.inputTranscription, setup.setup.outputTranscription].compactMap {
                $0?.deprecated.first
            }
            return old.first
        },
    ]

    private static let costs = [
        ModelField(
            "inputAudioTranscription", liveThree, .charged,
            fix: "Nothing to do: 3.x transcribes what the user says even where the setup does not ask for it.",
            source: probes
        ) { $0.setup.inputTranscription == nil ? "no inputAudioTranscription" : nil },
        ModelField(
            "tools.googleSearch", Set(ModelFamily.allCases).subtracting([.unknown]), .charged,
            fix: "Searches are billed apart from tokens: 14 dollars a thousand on 3.x, 35 on 2.5.",
            source: "litellm 1.110.2; read on 2026-11-28"
        ) { tool("googleSearch", $0) },
        ModelField(
            "generationConfig.thinkingConfig", [.extended38], .charged,
            fix: "Thoughts are billed as output, whether they are included or not.", source: probes
        ) { $0.setup.generation.thinkingLevel.map { "thinkingLevel = \($0)" } },
    ]

    // MARK: What stands in a setup

    private static func thinkingConfig(_ setup: SetupSummary) -> String? {
        let generation = setup.setup.generation
        if let level = generation.thinkingLevel { return "thinkingLevel = \(level)" }
        if let budget = generation.thinkingBudget { return "thinkingBudget = \(budget)" }
        return nil
    }

    private static func proactivity(_ setup: SetupSummary) -> String? {
        setup.setup.proactiveAudio.map { "proactiveAudio = \($0)" }
            ?? setup.setup.proactiveVideo.map { "proactiveVideo = \($0)" }
    }

    private static func modalities(_ setup: SetupSummary, other: String) -> String? {
        guard let asked = setup.setup.generation.responseModalities, !asked.isEmpty, asked != [other] else {
            return nil
        }
        // Avatars answer in video.
        return asked == ["VIDEO"] ? nil : "responseModalities = \(asked.joined(separator: ", "))"
    }

    private static func behavior(_ wanted: String, _ setup: SetupSummary) -> String? {
        for case .function(let name, wanted?) in setup.setup.tools { return "\(name).behavior = \(wanted)" }
        return nil
    }

    private static func tool(_ name: String, _ setup: SetupSummary) -> String? {
        setup.setup.tools.contains(.builtIn(name)) ? "tools.\(name)" : nil
    }
}
