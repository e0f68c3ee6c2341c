public import LiveProtocol

/// What is known of a metric's samples; values in the metric's unit.
public struct MetricStatistics: Hashable, Sendable {
    /// The start that all of the samples have in common; nil for metrics that have but one.
    public var anchor: Anchor?
    public var count: Int64
    /// Percentiles are of the nearest rank, good to one in a hundred.
    public var p50: Double
    public var p95: Double
    public var p99: Double
    /// Exact, as the next two.
    public var min: Double
    public var max: Double
    public var mean: Double
}

extension MetricStatistics {
    /// Nil without samples.
    init?(_ distribution: Distribution, anchor: Anchor?) {
        guard let p50 = distribution.percentile(0.5), let p95 = distribution.percentile(0.95),
            let p99 = distribution.percentile(0.99), let mean = distribution.mean
        else { return nil }
        self.init(
            anchor: anchor, count: distribution.count, p50: p50, p95: p95, p99: p99, min: distribution.minimum,
            max: distribution.maximum, mean: mean)
    }
}

/// One measurement.
public struct MetricSample: Codable, Hashable, Sendable {
    public var at: Timestamp
    /// In the metric's unit.
    public var value: Double
    public var anchor: Anchor?
    /// The first turn of a session, shown and not counted: connections, caches and models warm up in it.
    public var isColdStart: Bool
}
