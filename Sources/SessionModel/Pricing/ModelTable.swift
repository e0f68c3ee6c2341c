/// Limits of the models, as data: exact ids first, then families in order, first match wins.
///
/// Built in as of `dated`; meant to be replaced from a file in the configuration folder.
public struct ModelTable: Hashable, Sendable {
    /// The day the table was checked, such as `2026-11-20`.
    public var dated: String
    public var models: [ModelProfile]
    public var families: [ModelProfile]

    public init(dated: String, models: [ModelProfile], families: [ModelProfile]) {
        self.dated = dated
        self.models = models
        self.families = families
    }

    /// The limit for a model named in any of the wire's forms; nil when nothing matches.
    public func limit(for model: String) -> ContextLimit? {
        let id = Self.bareID(model)
        if let exact = models.first(where: { $0.id == id }) {
            return exact.contextLimit.map { ContextLimit(tokens: $0, isAssumed: false) }
        }
        let family = families.first { id.contains($0.id) }
        return family?.contextLimit.map { ContextLimit(tokens: $0, isAssumed: true) }
    }

    /// `gemini-3.8-live` for `models/gemini-3.8-live`, `google/gemini-3.8-live` and
    /// `projects/…/publishers/google/models/gemini-3.8-live`.
    public static func bareID(_ model: String) -> String {
        guard let slash = model.utf8.lastIndex(of: UInt8(ascii: "/")) else { return model }
        return String(model[model.utf8.index(after: slash)...])
    }

    /// The models that were known on that day, with their context windows (`docs/protocol.md#limits`).
    public static let builtIn = ModelTable(
        dated: "2026-11-20",
        models: [
            ModelProfile(id: "gemini-3.8-live", contextLimit: 131_072),
            ModelProfile(id: "gemini-3.8-live-extended-thinking", contextLimit: 131_072),
            ModelProfile(id: "gemini-3.1-flash-live-preview", contextLimit: 131_072),
            ModelProfile(id: "gemini-3.5-live-translate-preview", contextLimit: nil),
            ModelProfile(id: "gemini-3.5-transcribe-live", contextLimit: nil),
            ModelProfile(id: "gemini-2.5-flash-native-audio-latest", contextLimit: 131_072),
            ModelProfile(id: "gemini-2.5-flash-native-audio-preview-12-2025", contextLimit: 131_072),
            ModelProfile(id: "gemini-2.5-flash-native-audio-preview-09-2025", contextLimit: 131_072),
            ModelProfile(id: "gemini-live-2.5-flash-native-audio", contextLimit: 131_072),
            ModelProfile(id: "gemini-live-2.5-flash-preview-native-audio-09-2025", contextLimit: 131_072),
            ModelProfile(id: "gemini-live-2.5-flash-preview-native-audio", contextLimit: 131_072),
            ModelProfile(id: "gemini-live-2.5-flash", contextLimit: 131_072),
            ModelProfile(id: "gemini-2.5-flash-preview-native-audio-dialog", contextLimit: 131_072),
            ModelProfile(id: "gemini-2.5-flash-exp-native-audio-thinking-dialog", contextLimit: 131_072),
            ModelProfile(id: "gemini-live-2.5-flash-preview", contextLimit: 32_000),
            ModelProfile(id: "gemini-2.0-flash-live-001", contextLimit: 32_000),
            ModelProfile(id: "gemini-2.0-flash-live-preview-04-09", contextLimit: 32_000),
            ModelProfile(id: "gemini-2.0-flash-exp", contextLimit: 32_000),
        ],
        families: [
            ModelProfile(id: "native-audio", contextLimit: 131_072),
            ModelProfile(id: "gemini-2.0-", contextLimit: 32_000),
            ModelProfile(id: "gemini-live-2.5-flash-preview", contextLimit: 32_000),
            ModelProfile(id: "gemini-3.", contextLimit: 131_072),
            ModelProfile(id: "gemini-live-3.", contextLimit: 131_072),
        ]
    )
}
