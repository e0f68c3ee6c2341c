internal import Histogram
internal import LiveProtocol

/// Any number of values in fixed memory: percentiles good to two significant digits, the rest exact.
struct Distribution: Codable, Sendable {
    private(set) var count: Int64 = 0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    private var sum = 0.0
    /// What one step of the histograms stands for.
    private let resolution: Double
    // A histogram holds what is not negative. Most metrics never fall below zero, many never get a sample.
    private var positive: Histogram<UInt32>?
    private var negative: Histogram<UInt32>?

    /// A histogram's memory grows with the logarithm of its largest value: this many steps are 35 kB at most.
    private static let stepLimit = 1e12

    init(resolution: Double) { self.resolution = resolution }

    /// What is not a finite number is no measurement.
    mutating func record(_ value: Double) {
        guard value.isFinite else { return }
        count += 1
        sum += value
        minimum = min(minimum, value)
        maximum = max(maximum, value)
        let steps = UInt64(clamping: Int64(clamping: min((value.magnitude / resolution).rounded(), Self.stepLimit)))
        if value < 0, steps > 0 {
            Self.record(steps, in: &negative)
        } else {
            Self.record(steps, in: &positive)
        }
    }

    mutating func merge(_ other: Distribution) {
        guard resolution == other.resolution else { return }
        count += other.count
        sum += other.sum
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
        Self.merge(other.positive, into: &positive)
        Self.merge(other.negative, into: &negative)
    }

    var mean: Double? { count > 0 ? sum / Double(count) : nil }

    /// The smallest recorded value that at least `share` (0…1) of all values do not exceed; nil without values.
    func percentile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = Int64(min(max((share * Double(count)).rounded(.up), 1), Double(count)))
        // The ends are known exactly, the rest within a step of the histogram.
        guard rank > 1 else { return minimum }
        guard rank < count else { return maximum }
        let below = Int64(clamping: negative?.totalCount ?? 0)
        // Of the negative values the largest magnitude comes first.
        let steps =
            rank <= below
            ? -Self.value(at: below - rank + 1, in: negative) : Self.value(at: rank - below, in: positive)
        return min(max(steps * resolution, minimum), maximum)
    }

    private static func record(_ steps: UInt64, in histogram: inout Histogram<UInt32>?) {
        // Not compared: what is compared with nil is copied first.
        if case .none = histogram { histogram = Histogram(numberOfSignificantValueDigits: .two) }
        histogram?.record(steps)
    }

    private static func merge(_ source: Histogram<UInt32>?, into target: inout Histogram<UInt32>?) {
        guard let source else { return }
        if target == nil { target = source } else { target?.add(source) }
    }

    /// The `rank`th smallest value, from 1, in steps.
    private static func value(at rank: Int64, in histogram: Histogram<UInt32>?) -> Double {
        guard let histogram, histogram.totalCount > 0 else { return 0 }
        // Half a rank below, so that rounding cannot reach the next one.
        let share = (Double(rank) - 0.5) / Double(histogram.totalCount) * 100
        return Double(histogram.medianEquivalentForValue(histogram.valueAtPercentile(share)))
    }
}

extension Distribution: Hashable {
    static func == (left: Distribution, right: Distribution) -> Bool {
        left.count == right.count && left.sum == right.sum && left.resolution == right.resolution
            && left.minimum == right.minimum && left.maximum == right.maximum
            && left.positive == right.positive && left.negative == right.negative
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        hasher.combine(sum)
    }
}
