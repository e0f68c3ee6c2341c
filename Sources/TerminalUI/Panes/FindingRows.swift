import Diagnosis
import LiveProtocol

/// The order of the Findings screen.
enum FindingRows {
    /// Rules in the order of their worst finding; within a rule as the diagnosis has them.
    static func ordered(_ findings: [Finding]) -> [Finding] {
        var rules: [RuleID] = []
        for finding in findings where !rules.contains(finding.rule) { rules.append(finding.rule) }
        return rules.flatMap { rule in findings.filter { $0.rule == rule } }
    }

    /// One row for what a rule found as bad as that, however often; in the order of the findings.
    ///
    /// - Parameters:
    ///   - findings: in the order of the screen.
    ///   - unfolded: rules whose findings have a row each.
    static func grouped(_ findings: [Finding], unfolded: Set<RuleID>) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        var places: [FindingGroup.Kind: Int] = [:]
        for finding in findings {
            let kind = FindingGroup.Kind(rule: finding.rule, severity: finding.severity)
            if let place = places[kind], !unfolded.contains(finding.rule) {
                groups[place].add(finding)
            } else {
                if places[kind] == nil { places[kind] = groups.count }
                groups.append(FindingGroup(finding))
            }
        }
        return groups
    }
}

/// What one row of the Findings screen stands for: a finding, or the same one several times.
struct FindingGroup: Sendable {
    struct Kind: Hashable {
        let rule: RuleID
        let severity: Severity
    }

    /// The newest first.
    private(set) var members: [Finding]
    /// The newest of them.
    private(set) var head: Finding

    init(_ finding: Finding) {
        members = [finding]
        head = finding
    }

    mutating func add(_ finding: Finding) {
        let place = members.firstIndex { $0.from < finding.from } ?? members.count
        members.insert(finding, at: place)
        if place == 0 { head = finding }
    }

    /// How often it was so, by all of them.
    var times: Int { members.reduce(0) { $0 + max(1, $1.times) } }
}

extension Finding.Key: ListKey {
    /// What is folded into a row, or gone, is looked for where its rule stands.
    static func index(replacing gone: Finding.Key, in keys: [Finding.Key]) -> Int? {
        keys.firstIndex { $0.rule == gone.rule && $0.variant == gone.variant }
            ?? keys.firstIndex { $0.rule == gone.rule }
    }
}
