/// A histogram of fixed bounds.
public struct BucketCounts: Hashable, Sendable {
    public let bounds: [Double]
    /// Values in each bucket and in no smaller one; the last is for what exceeds all bounds.
    public private(set) var counts: [Int64]
    public private(set) var sum = 0.0
    /// The latest observation of each bucket that can be looked up; empty before the first.
    public private(set) var exemplars: [Exemplar?] = []

    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = [Int64](repeating: 0, count: bounds.count + 1)
    }

    public mutating func record(_ value: Double, times: Int64 = 1, exemplar: Exemplar? = nil) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[index] &+= times
        sum += value * Double(times)
        guard let exemplar else { return }
        if exemplars.isEmpty { exemplars = [Exemplar?](repeating: nil, count: counts.count) }
        exemplars[index] = exemplar
    }

    /// Values up to each bound, the infinite one last.
    var cumulative: [Int64] {
        var total: Int64 = 0
        return counts.map { count in
            total &+= count
            return total
        }
    }

    /// All values.
    var total: Int64 { counts.reduce(0, &+) }
}
