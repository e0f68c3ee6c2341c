import LiveProtocol

/// The samples of one metric.
struct MetricSeries: Codable, Hashable, Sendable {
    /// What there is of one anchor; of no anchor, for a metric that has but one start.
    private struct Variant: Codable, Hashable, Sendable {
        var anchor: Anchor?
        var headlines: Int64 = 0
        var values: Distribution
    }

    private var variants: [Variant] = []
    private let resolution: Double
    private(set) var recent: Ring<MetricSample>

    init(_ metric: Metric) {
        resolution = metric.unit.resolution
        recent = Ring(capacity: metric.sampleLimit)
    }

    mutating func record(_ sample: MetricSample, as role: MetricLog.Role) {
        if role != .variant { recent.append(sample) }
        guard role != .coldStart else { return }
        let index = index(of: sample.anchor)
        variants[index].values.record(sample.value)
        if role == .headline { variants[index].headlines += 1 }
    }

    mutating func merge(_ other: MetricSeries) {
        for theirs in other.variants {
            let index = index(of: theirs.anchor)
            variants[index].values.merge(theirs.values)
            variants[index].headlines += theirs.headlines
        }
        let samples = Array(recent) + Array(other.recent)
        let limit = recent.capacity
        recent = Ring(capacity: limit)
        // Stable: samples of one instant stay in the order of their sessions.
        for sample in samples.sorted(by: { $0.at < $1.at }).suffix(limit) { recent.append(sample) }
    }

    /// By the anchor of most headline samples, the better one of two equals.
    var headline: MetricStatistics? { statistics(for: headlineAnchor) }

    /// One percentile of `headline`.
    func percentile(_ share: Double) -> Double? {
        let anchor = headlineAnchor
        return variants.first { $0.anchor == anchor }?.values.percentile(share)
    }

    /// The largest of `headline`.
    var maximum: Double? {
        let anchor = headlineAnchor
        return variants.first { $0.anchor == anchor }.flatMap { $0.values.count > 0 ? $0.values.maximum : nil }
    }

    /// Nil also for a metric that has but one start. An anchor that makes values too short is not it where a quarter of
    /// the headlines, three at least, have another.
    var headlineAnchor: Anchor? {
        guard variants.count > 1 else { return variants.first.flatMap { $0.headlines > 0 ? $0.anchor : nil } }
        let all = variants.reduce(0) { $0 + $1.headlines }
        let sound = variants.filter { $0.anchor?.exactness != .biased }
        let isSoundEnough = sound.contains { $0.headlines >= max(3, all / 4) }
        let eligible = isSoundEnough ? sound : variants
        let most = eligible.map(\.headlines).max() ?? 0
        let candidates = eligible.filter { $0.headlines == most && most > 0 }.map(\.anchor)
        return Anchor.allCases.first { candidates.contains($0) }
    }

    func hasSamples(for anchor: Anchor) -> Bool { variants.contains { $0.anchor == anchor } }

    func statistics(for anchor: Anchor?) -> MetricStatistics? {
        variants.first { $0.anchor == anchor }.flatMap { MetricStatistics($0.values, anchor: anchor) }
    }

    private mutating func index(of anchor: Anchor?) -> Int {
        // Where they stand: one in hand is a copy, histograms and all.
        if let index = variants.indices.first(where: { variants[$0].anchor == anchor }) { return index }
        variants.append(Variant(anchor: anchor, values: Distribution(resolution: resolution)))
        return variants.count - 1
    }
}
