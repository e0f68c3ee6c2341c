/// A model that the mock offers: those of the Live service, with their context windows and modalities.
struct MockModel: Sendable {
    let name: String
    /// Tokens.
    let contextLimit: Int
    /// Native-audio models refuse `TEXT`.
    let speaksOnly: Bool

    static let all = [
        MockModel(name: "gemini-3.8-live", contextLimit: 131_072, speaksOnly: true),
        MockModel(name: "gemini-3.1-flash-live-preview", contextLimit: 131_072, speaksOnly: true),
        MockModel(name: "gemini-2.5-flash-native-audio-latest", contextLimit: 131_072, speaksOnly: true),
        MockModel(name: "gemini-2.5-flash-native-audio-preview-12-2025", contextLimit: 131_072, speaksOnly: true),
        MockModel(name: "gemini-2.5-flash-native-audio-preview-09-2025", contextLimit: 131_072, speaksOnly: true),
        MockModel(name: "gemini-live-2.5-flash-native-audio", contextLimit: 131_072, speaksOnly: true),
        MockModel(name: "gemini-live-2.5-flash", contextLimit: 131_072, speaksOnly: false),
        MockModel(name: "gemini-live-2.5-flash-preview", contextLimit: 32_000, speaksOnly: false),
        MockModel(name: "gemini-2.0-flash-live-001", contextLimit: 32_000, speaksOnly: false),
    ]

    /// By `models/ID`, `publishers/google/models/ID`, `projects/…/models/ID` or the bare `ID`.
    static func named(_ path: String) -> MockModel? {
        let name = path.split(separator: "/").last.map(String.init)
        return all.first { $0.name == name }
    }
}
