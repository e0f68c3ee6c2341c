/// What is known of the models, as data: exact ids first, then families in order, first match wins.
///
/// Built in as of `dated` (`ModelTable+BuiltIn`), row by row replaced by a file in the configuration folder.
public struct ModelTable: Codable, Hashable, Sendable {
    /// The day the table was checked, such as `2026-11-28`.
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
        if let exact = profile(of: model) {
            return exact.contextLimit.map { ContextLimit(tokens: $0, isAssumed: false) }
        }
        let id = Self.bareID(model)
        let family = families.first { id.contains($0.id) }
        return family?.contextLimit.map { ContextLimit(tokens: $0, isAssumed: true) }
    }

    /// What is known of exactly that model, named in any of the wire's forms; nil for one that no row names.
    public func profile(of model: String) -> ModelProfile? {
        let id = Self.bareID(model)
        return models.first { $0.id == id }
    }

    /// `gemini-3.8-live` for `models/gemini-3.8-live`, `google/gemini-3.8-live` and
    /// `projects/…/publishers/google/models/gemini-3.8-live`.
    public static func bareID(_ model: String) -> String {
        guard let slash = model.utf8.lastIndex(of: UInt8(ascii: "/")) else { return model }
        return String(model[model.utf8.index(after: slash)...])
    }
}
