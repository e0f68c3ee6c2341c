import Diagnosis

/// The order of the Findings screen.
enum FindingRows {
    /// Rules in the order of their worst finding; within a rule as the diagnosis has them.
    static func ordered(_ findings: [Finding]) -> [Finding] {
        var rules: [RuleID] = []
        for finding in findings where !rules.contains(finding.rule) { rules.append(finding.rule) }
        return rules.flatMap { rule in findings.filter { $0.rule == rule } }
    }
}

extension Finding.Key: ListKey {}
