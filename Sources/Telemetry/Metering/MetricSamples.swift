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

    public mutating func observe(_ value: Double, in family: MetricFamily, _ labels: String...) {
        guard value.isFinite else { return }
        histograms[family.name, default: [:]][labels, default: BucketCounts(bounds: family.bounds)].record(value)
    }

    /// Replaces all that was observed.
    public mutating func set(_ family: MetricFamily, to counts: BucketCounts) { histograms[family.name] = [[]: counts] }

    /// Forgets all values of a gauge, so that labels that are no longer true go.
    mutating func clear(_ family: MetricFamily) { numbers[family.name] = nil }

    func numbers(of family: MetricFamily) -> [[String]: Double] { numbers[family.name] ?? [:] }

    func histograms(of family: MetricFamily) -> [[String]: BucketCounts] { histograms[family.name] ?? [:] }
}

/// A histogram of fixed bounds.
public struct BucketCounts: Hashable, Sendable {
    public let bounds: [Double]
    /// Values in each bucket and in no smaller one; the last is for what exceeds all bounds.
    public private(set) var counts: [Int64]
    public private(set) var sum = 0.0

    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = [Int64](repeating: 0, count: bounds.count + 1)
    }

    public mutating func record(_ value: Double, times: Int64 = 1) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[index] &+= times
        sum += value * Double(times)
    }

    /// Values up to each bound, the infinite one last.
    var cumulative: [Int64] {
        var total: Int64 = 0
        return counts.map { count in
            total &+= count
            return total
        }
    }
}
