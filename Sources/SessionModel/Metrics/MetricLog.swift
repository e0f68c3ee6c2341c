public import LiveProtocol

/// Samples of every metric of one session, in fixed memory.
public struct MetricLog: Hashable, Sendable {
    public init() {}

    /// Takes in one measurement.
    ///
    /// - Parameters:
    ///   - value: in the metric's unit (`Metric`).
    ///   - anchor: where the metric has several starts: the one that was used.
    public mutating func record(_ metric: Metric, _ value: Double, at instant: Timestamp, anchor: Anchor? = nil) {}
}
