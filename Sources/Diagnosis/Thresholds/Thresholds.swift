import LiveProtocol

/// What rules compare with, and which rules are not asked: the defaults as changed by the configuration.
public struct Thresholds: Hashable, Sendable {
    private var changed: [Threshold: Double] = [:]
    /// Rules that report nothing.
    public var muted: Set<RuleID> = []

    public init() {}

    public subscript(threshold: Threshold) -> Double {
        get { changed[threshold] ?? threshold.defaultValue }
        set { changed[threshold] = newValue == threshold.defaultValue ? nil : newValue }
    }

    /// What was changed, by name, and the rules that are muted, in an order that is always the same.
    package var differences: (changed: [(name: String, value: Double)], muted: [String]) {
        (
            changed.map { (name: $0.key.name, value: $0.value) }.sorted { $0.name < $1.name },
            muted.map(\.rawValue).sorted()
        )
    }

    /// A threshold in seconds as a length of time.
    func seconds(_ threshold: Threshold) -> Duration { .nanoseconds(Int64(clamping: self[threshold] * 1e9)) }

    /// A threshold in milliseconds as a length of time.
    func milliseconds(_ threshold: Threshold) -> Duration { .nanoseconds(Int64(clamping: self[threshold] * 1e6)) }
}
