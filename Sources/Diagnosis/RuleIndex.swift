/// The rules by id, for what is looked up with every finding.
enum RuleIndex {
    /// What a finding of a rule explains.
    static let effects = by { rule in
        rule.traits.contains(.endsConnection) ? rule.explains.union([.noResumptionConfigured]) : rule.explains
    }
    static let priorities = by(\.priority)
    static let traits = by(\.traits)
    static let codes = by(\.code)
    static let families = by(\.family)

    private static func by<Value>(_ value: (Rule) -> Value) -> [RuleID: Value] {
        Dictionary(Diagnosis.rules.map { ($0.id, value($0)) }) { first, _ in first }
    }
}
