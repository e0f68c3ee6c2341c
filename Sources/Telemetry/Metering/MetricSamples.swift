/// The values of all families: what `/metrics` tells.
public struct MetricSamples: Hashable, Sendable {
    /// By the name of the family, then by the values of its labels.
    private var numbers: [String: [[String]: Double]] = [:]
    private var histograms: [String: [[String]: BucketCounts]] = [:]

    public init() {}

    public mutating func add(_ amount: Double = 1, to family: MetricFamily, _ labels: String...) {
        guard amount.isFinite else { return }
        numbers[family.name, default: [:]][labels, default: 0] += amount
    }

    public mutating func set(_ family: MetricFamily, _ labels: String..., to value: Double) {
        guard value.isFinite else { return }
        numbers[family.name, default: [:]][labels] = value
    }

    public mutating func observe(
        _ value: Double, in family: MetricFamily, _ labels: String..., exemplar: Exemplar? = nil
    ) {
        guard value.isFinite else { return }
        histograms[family.name, default: [:]][labels, default: BucketCounts(bounds: family.bounds)]
            .record(value, exemplar: exemplar)
    }

    /// Replaces all that was observed of these labels.
    public mutating func set(_ family: MetricFamily, _ labels: String..., to counts: BucketCounts) {
        histograms[family.name, default: [:]][labels] = counts
    }

    /// Forgets all values of a gauge, so that labels that are no longer true go.
    mutating func clear(_ family: MetricFamily) { numbers[family.name] = nil }

    func numbers(of family: MetricFamily) -> [[String]: Double] { numbers[family.name] ?? [:] }

    func histograms(of family: MetricFamily) -> [[String]: BucketCounts] { histograms[family.name] ?? [:] }
}
