extension Diagnosis {
    /// All rules, in the order of the catalogue. One line per rule.
    public static let rules: [Rule] = [
        .unexpectedDrop,
        .unclassifiedClose,
        .goAwayIgnored,
    ]

    static let priorities = Dictionary(rules.map { ($0.id, $0.priority) }) { first, _ in first }
}
