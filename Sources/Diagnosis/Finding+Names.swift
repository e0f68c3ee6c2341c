extension Finding {
    /// What `finding:` of a filter may call it: its rule, its rule with the case (`rule/case`), and those of the findings
    /// that it explains.
    public var names: [String] {
        [rule.rawValue] + (variant.map { ["\(rule.rawValue)/\($0)"] } ?? []) + explains.flatMap(\.names)
    }
}

extension Diagnosis {
    /// What `finding:` of a filter knows.
    public static let ruleNames: [String] = rules.map(\.id.rawValue)
}
