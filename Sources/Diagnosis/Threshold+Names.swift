/// Thresholds by their names, and all of them.
extension Threshold: RawRepresentable, CaseIterable {
    public var rawValue: String { name }

    /// Nil for a name that no rule has.
    public init?(rawValue name: String) {
        guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    /// Those of all rules, in their order.
    public static let allCases: [Threshold] = Diagnosis.rules.flatMap(\.thresholds)
}
