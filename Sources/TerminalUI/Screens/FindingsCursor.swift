import Diagnosis

/// Which finding is selected. A finding is the same from its prediction to the end of the session: the selection stays
/// on it while others come, go and change places.
struct FindingsCursor: Hashable, Sendable {
    /// Nil, until the user moves: the worst.
    private(set) var selected: Finding.Key?
    /// Where it stood, in case it is taken back.
    private var lastIndex = 0
    private(set) var top = 0

    /// The selected row; nil in an empty list.
    func index(in findings: [Finding]) -> Int? {
        guard !findings.isEmpty else { return nil }
        guard let selected else { return 0 }
        return findings.firstIndex { $0.key == selected } ?? min(lastIndex, findings.count - 1)
    }

    mutating func move(by step: Int, in findings: [Finding]) {
        guard let index = index(in: findings) else { return }
        select(max(0, min(findings.count - 1, index + max(-findings.count, min(findings.count, step)))), in: findings)
    }

    mutating func select(_ index: Int, in findings: [Finding]) {
        guard findings.indices.contains(index) else { return }
        lastIndex = index
        selected = findings[index].key
    }

    /// Selects the row on a line of the screen.
    mutating func press(line: Int, in findings: [Finding]) {
        if line >= 0 { select(top + line, in: findings) }
    }

    /// Keeps the selected row on a screen of `height` rows, scrolling as little as possible.
    mutating func settle(in findings: [Finding], height: Int) {
        top = SessionsList.top(showing: index(in: findings) ?? 0, from: top, height: height, count: findings.count)
    }
}

/// The order of the Findings screen.
enum FindingRows {
    /// Rules in the order of their worst finding; within a rule as the diagnosis has them.
    static func ordered(_ findings: [Finding]) -> [Finding] {
        var rules: [RuleID] = []
        for finding in findings where !rules.contains(finding.rule) { rules.append(finding.rule) }
        return rules.flatMap { rule in findings.filter { $0.rule == rule } }
    }
}
