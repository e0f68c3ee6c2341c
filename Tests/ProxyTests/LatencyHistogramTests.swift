import Proxy
import TestSupport
import Testing

@Suite struct LatencyHistogramTests {
    @Test func `nothing recorded has no percentiles`() {
        #expect(LatencyHistogram().percentile(0.5) == nil)
    }

    @Test func `percentiles are right to one part in eight, from nanoseconds to minutes`() {
        expectProperty(runs: 200) { random in
            let values = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                Int64.random(in: 0...(1 << Int64.random(in: 0...36, using: &random)), using: &random)
            }
            var histogram = LatencyHistogram()
            for value in values { histogram.record(nanoseconds: value) }
            let sorted = values.sorted()
            for fraction in [0.01, 0.5, 0.99, 1] {
                let exact = sorted[max(0, Int((fraction * Double(sorted.count)).rounded(.up)) - 1)]
                let found = try #require(histogram.percentile(fraction)).components
                let nanoseconds = found.seconds * 1_000_000_000 + found.attoseconds / 1_000_000_000
                try #require(nanoseconds >= exact && nanoseconds <= exact + exact / 8 + 1)
            }
        }
    }

    @Test func `what is out of range is counted in the last bucket, and merging adds`() {
        var first = LatencyHistogram()
        first.record(nanoseconds: -5)
        var second = LatencyHistogram()
        second.record(nanoseconds: .max)
        first.merge(second)
        #expect(first.count == 2 && first.percentile(0.5) == .zero)
    }
}
