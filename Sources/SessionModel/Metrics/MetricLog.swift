public import LiveProtocol

/// Samples of every metric of one session (or of many, merged), in fixed memory.
///
/// Latencies that start at different anchors are never mixed: each anchor has percentiles of its own, and those of the
/// metric itself are those of the anchor that most of its headline samples have.
public struct MetricLog: Codable, Hashable, Sendable {
    /// By `Metric.ordinal`: a dictionary costs more than all that a sample does. Nil without samples.
    private var series = [MetricSeries?](repeating: nil, count: Metric.allCases.count)

    /// False for a session whose messages have no times: what rests on instants is then not measured.
    var isTimed = true

    public init() {}

    /// What a measurement counts as.
    public enum Role: Hashable, Sendable {
        /// The metric's value on that occasion.
        case headline
        /// The same occasion by another anchor.
        case variant
        /// Shown and not counted.
        case coldStart
    }

    /// Takes in one measurement.
    ///
    /// - Parameters:
    ///   - value: in the metric's unit (`Metric`).
    ///   - anchor: where the metric has several starts: the one that was used.
    public mutating func record(
        _ metric: Metric, _ value: Double, at instant: Timestamp, anchor: Anchor? = nil, as role: Role = .headline
    ) {
        guard value.isFinite, isTimed || !metric.restsOnTimes else { return }
        let sample = MetricSample(at: instant, value: value, anchor: anchor, isColdStart: role == .coldStart)
        // In place: a copy would copy the histograms at every sample, and so does a comparison with nil.
        if case .none = series[metric.ordinal] { series[metric.ordinal] = MetricSeries(metric) }
        series[metric.ordinal]?.record(sample, as: role)
    }

    /// Percentiles of the metric, by its most frequent anchor where it has several. Nil without samples.
    public func statistics(for metric: Metric) -> MetricStatistics? {
        series[metric.ordinal]?.headline
    }

    /// One percentile of what `statistics` has, at a third of the cost of all; `share` is from 0 to 1.
    public func percentile(_ share: Double, of metric: Metric) -> Double? { series[metric.ordinal]?.percentile(share) }

    /// The largest of what `statistics` has, at no cost.
    public func maximum(of metric: Metric) -> Double? { series[metric.ordinal]?.maximum }

    /// The anchor of most headline samples, by which `statistics` and `percentile` are; nil for a metric with but one start.
    public func headlineAnchor(of metric: Metric) -> Anchor? { series[metric.ordinal]?.headlineAnchor }

    /// Percentiles of the metric by `anchor`, headline or not. Nil without samples.
    public func statistics(for metric: Metric, anchor: Anchor) -> MetricStatistics? {
        series[metric.ordinal]?.statistics(for: anchor)
    }

    /// The anchors by which there are samples, the best first.
    public func anchors(of metric: Metric) -> [Anchor] {
        Anchor.allCases.filter { series[metric.ordinal]?.hasSamples(for: $0) ?? false }
    }

    /// The latest headline samples, oldest first.
    public func samples(of metric: Metric) -> Ring<MetricSample> {
        series[metric.ordinal]?.recent ?? Ring(capacity: metric.sampleLimit)
    }

    /// Adds the samples of another session. Afterwards the latest of both are kept for plots, in the order of time.
    public mutating func merge(_ other: MetricLog) {
        for metric in Metric.allCases {
            guard let theirs = other.series[metric.ordinal] else { continue }
            if series[metric.ordinal] == nil { series[metric.ordinal] = MetricSeries(metric) }
            series[metric.ordinal]?.merge(theirs)
        }
    }
}

extension Metric {
    /// Position in `allCases`.
    fileprivate var ordinal: Int {
        switch self {
        case .setup: 0
        case .response: 1
        case .leadingSilence: 2
        case .bargeIn: 3
        case .stop: 4
        case .backlog: 5
        case .tool: 6
        case .resumeGap: 7
        case .chunk: 8
        case .jitter: 9
        case .snr: 10
        case .realTimeFactor: 11
        case .contextRatio: 12
        case .cost: 13
        }
    }
}
