import LiveProtocol
import SessionModel

/// Puts findings in the order in which they are worth reading: what ended a connection, then other errors, then
/// warnings. A finding whose cause is another finding goes below that one.
enum Ranking {
    static func ranked(_ findings: [Finding]) -> [Finding] {
        folded(withoutFulfilledPredictions(findings)).sorted(by: isBefore)
    }

    /// What was predicted and has come true is there once, as what came true.
    private static func withoutFulfilledPredictions(_ findings: [Finding]) -> [Finding] {
        let observed = Set(findings.lazy.filter { !$0.isPrediction }.map(\.key))
        return findings.filter { !$0.isPrediction || !observed.contains($0.key) }
    }

    // MARK: Order

    static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
        let (a, b) = (rank(left), rank(right))
        if a != b { return a < b }
        let (p, q) = (priority(left), priority(right))
        if p != q { return p < q }
        if left.from != right.from { return left.from < right.from }
        return left.key.order < right.key.order
    }

    /// Errors that ended a connection come before other errors: they have the service's own word.
    private static func rank(_ finding: Finding) -> Int {
        switch finding.severity {
        case .error: finding.isPrediction ? 2 : endsConnection(finding) ? 0 : 1
        case .warning: 3
        case .info: RuleIndex.traits[finding.rule]?.contains(.neverFirst) == true ? 5 : 4
        }
    }

    private static func endsConnection(_ finding: Finding) -> Bool {
        finding.isEnd || finding.explains.contains(where: endsConnection)
    }

    private static func priority(_ finding: Finding) -> Int {
        RuleIndex.priorities[finding.rule]?.rawValue ?? Rule.Priority.p3.rawValue
    }

    // MARK: Root causes

    private static func folded(_ findings: [Finding]) -> [Finding] {
        var parents: [Int: Int] = [:]
        for (index, finding) in findings.enumerated() {
            parents[index] = findings.indices.first { candidate in
                candidate != index && explains(findings[candidate], finding)
                    // Two that explain each other would both be gone.
                    && !leads(from: candidate, to: index, parents)
            }
        }
        return findings.indices.filter { parents[$0] == nil }.map { collect($0, findings, parents) }
    }

    private static func leads(from child: Int, to ancestor: Int, _ parents: [Int: Int]) -> Bool {
        var current: Int? = child
        while let index = current {
            if index == ancestor { return true }
            current = parents[index]
        }
        return false
    }

    private static func collect(_ index: Int, _ findings: [Finding], _ parents: [Int: Int]) -> Finding {
        var finding = findings[index]
        let children = findings.indices.filter { parents[$0] == index }
        finding.explains = children.map { collect($0, findings, parents) }.sorted(by: isBefore)
        return finding
    }

    private static func explains(_ cause: Finding, _ effect: Finding) -> Bool {
        if RuleIndex.traits[cause.rule]?.contains(.explainsWhatFollows) == true {
            return effect.key != cause.key && effect.to >= cause.from && RuleIndex.families[effect.rule] != .setup
        }
        guard effect.key != cause.key, RuleIndex.effects[cause.rule]?.contains(effect.rule) == true else {
            return false
        }
        // What is weaker than its consequence does not hide it, and what may happen explains nothing that did.
        guard cause.severity >= min(effect.severity, .warning), !cause.isPrediction || effect.isPrediction else {
            return false
        }
        guard isNear(cause, effect) else { return false }
        guard let first = cause.connection, let second = effect.connection, first != second else { return true }
        return RuleIndex.traits[cause.rule]?.contains(.spansConnections) == true && cause.from <= effect.to
            && effect.to <= cause.to
    }
}

extension Ranking {
    /// What is over explains what happened about then, and nothing an hour later.
    private static func isNear(_ cause: Finding, _ effect: Finding) -> Bool {
        guard cause.resolvedAt != nil || effect.resolvedAt != nil else { return true }
        return cause.from <= effect.to + aftermath && effect.from <= cause.to + aftermath
    }

    private static let aftermath = Duration.seconds(30)
}

extension Finding {
    /// A connection ended by this, as told by the close.
    fileprivate var isEnd: Bool {
        numbers.contains { $0.name == "close_code" } || RuleIndex.traits[rule]?.contains(.endsConnection) == true
    }
}

extension Finding.Key {
    fileprivate var order: String { "\(rule)\u{0}\(variant ?? "")\u{0}\(connection?.description ?? "")" }
}
