import LiveProtocol
import SessionModel

extension SessionComparison {
    /// In the order of the left side; settings that only the right side has follow.
    static func settings(_ left: [SetupSummary.Setting], _ right: [SetupSummary.Setting]) -> [Difference] {
        let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
        return names.compactMap { name in
            let values = [left, right].map { side in side.first { $0.name == name }?.value }
            return values[0] == values[1]
                ? nil : Difference(name, values[0].map(Difference.Value.text), values[1].map(Difference.Value.text))
        }
    }

    static func turns(_ left: [ComparedTurn], _ right: [ComparedTurn], _ tolerance: Duration) -> [TurnComparison] {
        let pairs = (0..<max(left.count, right.count)).map { index in
            (index < left.count ? left[index] : nil, index < right.count ? right[index] : nil)
        }
        return pairs.enumerated().compactMap { index, pair in
            guard let left = pair.0 else { return TurnComparison(index: index + 1, presence: .right, differences: []) }
            guard let right = pair.1 else { return TurnComparison(index: index + 1, presence: .left, differences: []) }
            let differences = differences(left, right, tolerance)
            return differences.isEmpty
                ? nil : TurnComparison(index: index + 1, presence: .both, differences: differences)
        }
    }

    private static func differences(
        _ left: ComparedTurn, _ right: ComparedTurn, _ tolerance: Duration
    ) -> [Difference] {
        let (one, other) = (left.turn, right.turn)
        return [
            length("responseLatencyMs", one.response?.duration, other.response?.duration, tolerance),
            length("audioMs", one.heardLength, other.heardLength, tolerance),
            count("contextTokens", left.contextTokens, right.contextTokens),
            count("toolCalls", Int64(one.toolCalls), Int64(other.toolCalls)),
            text("ending", one.ending, other.ending),
            text("userText", one.userText.value, other.userText.value),
            text("modelText", one.modelText.value, other.modelText.value),
        ].compactMap(\.self)
    }

    static func totals(_ left: Side, _ right: Side) -> [Difference] {
        let (one, other) = (left.state.tokens, right.state.tokens)
        let parts = [("Text", \TokenCounts.text), ("Audio", \.audio), ("Image", \.image), ("Video", \.video)]
        let input = parts.map { name, path in
            count("billedInput\(name)Tokens", one.billedInput[keyPath: path], other.billedInput[keyPath: path])
        }
        let output = parts.map { name, path in
            count("billedOutput\(name)Tokens", one.billedOutput[keyPath: path], other.billedOutput[keyPath: path])
        }
        return
            ([count("contextTokens", one.context, other.context)] + input + output
            + [
                count("thoughtTokens", one.billedThoughts, other.billedThoughts),
                count("connections", Int64(left.state.connectionCount), Int64(right.state.connectionCount)),
                count(
                    "interruptions", Int64(left.state.turns.interruptions), Int64(right.state.turns.interruptions)),
            ]).compactMap(\.self)
    }

    /// Worst first, then by name. Whose connection it was makes no difference: no two sessions share one.
    static func findings(_ left: [Finding], _ right: [Finding]) -> [FindingDifference] {
        let kinds = Dictionary(grouping: left + right) { Kind(rule: $0.rule.rawValue, variant: $0.variant) }
        let all = kinds.compactMap { kind, findings -> FindingDifference? in
            let counts = [left, right].map { side in
                side.count { $0.rule.rawValue == kind.rule && $0.variant == kind.variant }
            }
            guard counts[0] != counts[1], let worst = findings.max(by: { $0.severity < $1.severity }) else {
                return nil
            }
            return FindingDifference(
                rule: worst.rule, variant: worst.variant, severity: worst.severity, title: worst.title,
                leftCount: counts[0], rightCount: counts[1])
        }
        return all.sorted {
            $0.severity == $1.severity
                ? ($0.rule.rawValue, $0.variant ?? "") < ($1.rule.rawValue, $1.variant ?? "")
                : $0.severity > $1.severity
        }
    }

    private struct Kind: Hashable {
        var rule: String
        var variant: String?
    }

    // MARK: Quantities

    private static func length(
        _ name: String, _ left: Duration?, _ right: Duration?, _ tolerance: Duration
    ) -> Difference? {
        if let left, let right, max(left - right, right - left) <= tolerance { return nil }
        guard left != nil || right != nil else { return nil }
        return Difference(
            name, left.map { .milliseconds($0.milliseconds) }, right.map { .milliseconds($0.milliseconds) })
    }

    private static func count(_ name: String, _ left: Int64?, _ right: Int64?) -> Difference? {
        left == right ? nil : Difference(name, left.map(Difference.Value.count), right.map(Difference.Value.count))
    }

    /// Where pieces of a transcript meet is chance: spaces do not count.
    private static func text(_ name: String, _ left: String, _ right: String) -> Difference? {
        let words = [left, right].map { $0.split(whereSeparator: \.isWhitespace) }
        guard words[0] != words[1] else { return nil }
        return Difference(name, left.isEmpty ? nil : .text(left), right.isEmpty ? nil : .text(right))
    }
}

extension Turn {
    /// Model audio; nil in a turn without.
    fileprivate var heardLength: Duration? { firstAudioAt == nil ? nil : audioDuration }

    fileprivate var ending: String {
        if isCutOff { return "cut off" }
        if isOpen { return "unfinished" }
        return (interruptedAt != nil ? "interrupted" : "complete") + (reason.map { ", \($0)" } ?? "")
    }
}
