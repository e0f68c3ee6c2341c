/// Counts of durations in fixed memory: 8 buckets per power of two, so that a percentile is right to 1 part in 8.
public struct LatencyHistogram: Hashable, Sendable {
    /// Bucket `8·e + m` counts values from `(8 + m) << (e - 1)` ns on; the first 8 are exact.
    private var buckets = [UInt64](repeating: 0, count: 8 * 40)
    public private(set) var count: UInt64 = 0

    public init() {}

    public mutating func record(nanoseconds: Int64) {
        buckets[Self.bucket(of: UInt64(clamping: nanoseconds))] += 1
        count += 1
    }

    public mutating func merge(_ other: LatencyHistogram) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
    }

    /// The upper edge of the bucket that holds the `fraction` of all values, such as 0.99; nil when there are none.
    public func percentile(_ fraction: Double) -> Duration? {
        guard count > 0 else { return nil }
        let wanted = max(1, Double(count) * min(max(fraction, 0), 1))
        var seen: UInt64 = 0
        for (index, bucket) in buckets.enumerated() {
            seen += bucket
            if Double(seen) >= wanted { return .nanoseconds(Self.upperEdge(of: index)) }
        }
        return nil
    }

    /// How many values lie about each duration: the middles of the buckets that have any, ascending.
    public var counts: [(middle: Duration, count: Int64)] {
        buckets.indices.filter { buckets[$0] > 0 }.map { index in
            let lower = index == 0 ? 0 : Self.upperEdge(of: index - 1)
            return (.nanoseconds((lower + Self.upperEdge(of: index)) / 2), Int64(clamping: buckets[index]))
        }
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= 8 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount - 3
        let index = 8 * (exponent + 1) + Int((value >> UInt64(exponent)) & 7)
        return min(index, 8 * 40 - 1)
    }

    private static func upperEdge(of index: Int) -> Int64 {
        guard index >= 8 else { return Int64(index) }
        return Int64(8 + index % 8 + 1) << Int64(index / 8 - 1) - 1
    }
}
