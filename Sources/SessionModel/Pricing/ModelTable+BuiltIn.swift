import LiveProtocol

extension ModelTable {
    /// The models that were known on that day (`docs/protocol.md#models`).
    public static let builtIn = ModelTable(
        dated: "2026-11-28", models: current + older,
        families: [
            ModelProfile(id: "native-audio", contextLimit: 131_072),
            ModelProfile(id: "gemini-2.0-", contextLimit: 32_000),
            ModelProfile(id: "gemini-live-2.5-flash-preview", contextLimit: 32_000),
            ModelProfile(id: "gemini-3.", contextLimit: 131_072),
            ModelProfile(id: "gemini-live-3.", contextLimit: 131_072),
        ])

    private static let current = [
        row("gemini-3.8-live", 131_072, 65_536, [.geminiAPI, .vertex], sdk),
        row("gemini-3.8-live-extended-thinking", 131_072, 65_536, [.geminiAPI, .vertex], sdk),
        row(
            "gemini-3.1-flash-live-preview", 131_072, 65_536, [.geminiAPI], sdk, ends: "2026-11-17",
            replacement: "gemini-3.8-live"),
        row(
            "gemini-2.5-flash-native-audio-preview-12-2025", 131_072, 8_192, [.geminiAPI], sdk, ends: "2026-11-17",
            replacement: "gemini-3.8-live"),
        row("gemini-2.5-flash-native-audio-latest", 131_072, nil, [.geminiAPI], sdk),
        row("gemini-2.5-flash-native-audio-preview-09-2025", 131_072, nil, [.geminiAPI], sdk),
        row(
            "gemini-live-2.5-flash-native-audio", 131_072, 65_536, [.vertex], sdk, ends: "2026-12-13",
            replacement: "gemini-3.8-live"),
        row("gemini-live-2.5-flash", 131_072, nil, [.vertex], sdk),
        row("gemini-robotics-er-2-streaming-preview", 131_072, 65_536, [.geminiAPI], sdk),
        row("gemini-3.5-live-translate-preview", 131_072, 65_536, [.geminiAPI], sdk),
        row("gemini-3.5-transcribe-live", 131_072, 65_536, [.geminiAPI], sdk),
        row("gemini-3.5-transcribe-live-preview", 131_072, 65_536, [.vertex], sdk),
    ]

    private static let older = [
        row("gemini-live-2.5-flash-preview-native-audio-09-2025", 131_072, nil, [.vertex], docs),
        row("gemini-live-2.5-flash-preview-native-audio", 131_072, nil, [.vertex], docs),
        row("gemini-2.5-flash-preview-native-audio-dialog", 131_072, nil, [.geminiAPI], docs),
        row("gemini-2.5-flash-exp-native-audio-thinking-dialog", 131_072, nil, [.geminiAPI], docs),
        row(
            "gemini-live-2.5-flash-preview", 32_000, nil, [.geminiAPI], sdk, ends: "2025-12-09",
            replacement: "gemini-3.8-live"),
        row(
            "gemini-2.0-flash-live-001", 32_000, nil, [.geminiAPI], sdk, ends: "2025-12-09",
            replacement: "gemini-3.8-live"),
        row(
            "gemini-2.0-flash-live-preview-04-09", 32_000, nil, [.vertex], sdk, isGone: true,
            replacement: "gemini-3.8-live"),
        row("gemini-2.0-flash-exp", 32_000, nil, [.vertex], sdk, isGone: true, replacement: "gemini-3.8-live"),
    ]

    private static let sdk = "google-genai 3.6.1; pydantic-ai 2.68; litellm 1.110.2; read on 2026-11-28"
    private static let docs = "ai.google.dev, Live API models; read on 2026-11-20"

    private static func row(
        _ id: String, _ context: Int64, _ output: Int64?, _ surfaces: Set<Endpoint.Surface>, _ source: String,
        ends: String? = nil, isGone: Bool = false, replacement: String? = nil
    ) -> ModelProfile {
        ModelProfile(
            id: id, contextLimit: context, outputLimit: output, surfaces: surfaces,
            ends: ends.flatMap(CalendarDay.init), isGone: isGone, replacement: replacement, source: source)
    }
}
