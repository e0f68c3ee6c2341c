import LiveProtocol
import SessionModel

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
        if let compression = setup.compression, let target = compression.targetTokens,
            let trigger = compression.triggerTokens, target >= trigger
        {
            suspects.append("targetTokens \(target) is not below triggerTokens \(trigger)")
        }
        if let voice = setup.generation.voice, voice != "replicated", !voices.contains(voice) {
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
