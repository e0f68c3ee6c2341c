internal import LiveProtocol
internal import Wording

/// Values of a label that somebody else chose, such as names of models and tools: cleaned, and bounded in number, so that
/// no client can make livetop tell ever more series.
struct LabelNames: Hashable, Sendable {
    private var known: Set<String> = []
    private let limit: Int

    /// What is told instead of the names beyond the limit.
    static let other = "_other"
    static let unknown = "unknown"

    init(limit: Int = 50) { self.limit = limit }

    mutating func name(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return Self.unknown }
        let name = String(ForeignText.clean(text).prefix(100))
        if known.contains(name) { return name }
        guard known.count < limit else { return Self.other }
        known.insert(name)
        return name
    }
}
