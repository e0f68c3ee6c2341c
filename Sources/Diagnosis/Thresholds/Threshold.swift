/// A number that rules compare with, by its name in the configuration (`[rules]`). The name ends in the unit.
///
/// A threshold stands in the file of the rule that owns it; others may read it. The default is a guess where no source
/// says better, and meant to be tuned.
public struct Threshold: Sendable {
    /// `idle_limit_s`.
    public let name: String
    public let defaultValue: Double
    /// What is true of a value at it or beyond it, in a few words.
    public let meaning: String

    init(_ name: String, _ defaultValue: Double, _ meaning: String) {
        self.name = name
        self.defaultValue = defaultValue
        self.meaning = meaning
    }
}

extension Threshold: Hashable {
    public static func == (left: Threshold, right: Threshold) -> Bool { left.name == right.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
