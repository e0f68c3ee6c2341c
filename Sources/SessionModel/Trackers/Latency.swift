public import LiveProtocol

/// From something the user did to the model's reaction, by one anchor. An occasion may have several: all are kept,
/// the best is the headline.
public struct Latency: Codable, Hashable, Sendable {
    public var anchor: Anchor
    public var startedAt: Timestamp
    public var duration: Duration
    /// Low where the anchor is a guess: such a latency is in no percentiles, and the headline only where nothing else is
    /// there but a biased one.
    public var confidence: Confidence

    public init(anchor: Anchor, startedAt: Timestamp, duration: Duration, confidence: Confidence = .high) {
        self.anchor = anchor
        self.startedAt = startedAt
        self.duration = duration
        self.confidence = confidence
    }

    public var exactness: Exactness { anchor.exactness }

    /// It is neither a guess nor counted from what comes after the user's end.
    var isSound: Bool { confidence == .high && exactness != .biased }
}

extension MetricLog {
    /// All variants of one occasion: each counts for its anchor, the headline for the metric too.
    mutating func record(_ metric: Metric, _ variants: [Latency], headline: Latency?, at instant: Timestamp) {
        for latency in variants where latency.confidence == .high {
            record(
                metric, latency.duration.milliseconds, at: instant, anchor: latency.anchor,
                as: latency == headline ? .headline : .variant)
        }
    }
}
