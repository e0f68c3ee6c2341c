/// What one name on `/metrics` means. All of them stand in `MetricFamily.all`; `docs/metrics.md#prometheus` has a row for
/// each.
public struct MetricFamily: Hashable, Sendable {
    /// Without the suffix that its kind adds, such as `livetop_turns` for `livetop_turns_total`.
    public var name: String
    public var kind: Kind
    /// One sentence for people.
    public var help: String
    /// In the order in which values are given for them.
    public var labels: [String]
    /// Upper bounds of a histogram's buckets, ascending, without the last, which is infinite.
    public var bounds: [Double] = []

    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case counter, gauge, histogram
        /// A gauge that is always 1 and says something by its labels.
        case info
    }

    /// The name of its samples; for a histogram what `_bucket`, `_sum` and `_count` are added to.
    public var sampleName: String {
        switch kind {
        case .counter: name + "_total"
        case .info: name + "_info"
        case .gauge, .histogram: name
        }
    }

    /// The base unit that the name ends in; nil for what is only counted.
    public var unit: String? { ["seconds", "bytes", "ratio"].first { name.hasSuffix("_\($0)") } }
}

extension MetricFamily {
    static func counter(_ name: String, _ help: String, by labels: String...) -> MetricFamily {
        MetricFamily(name: name, kind: .counter, help: help, labels: labels)
    }

    static func gauge(_ name: String, _ help: String, by labels: String...) -> MetricFamily {
        MetricFamily(name: name, kind: .gauge, help: help, labels: labels)
    }

    static func histogram(
        _ name: String, _ help: String, by labels: String..., bounds: [Double]
    ) -> MetricFamily {
        MetricFamily(name: name, kind: .histogram, help: help, labels: labels, bounds: bounds)
    }
}
