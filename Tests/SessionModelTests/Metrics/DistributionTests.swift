import TestSupport
import Testing

@testable import SessionModel

@Suite struct DistributionTests {
    private func distribution(_ values: [Double]) -> Distribution {
        var distribution = Distribution(resolution: 0.1)
        for value in values { distribution.record(value) }
        return distribution
    }

    @Test func `nothing recorded is nothing known`() {
        let empty = distribution([.nan, .infinity])
        #expect(empty.percentile(0.5) == nil)
        #expect(empty.mean == nil)
        #expect(empty.count == 0)
    }

    @Test func `one value is every percentile, exactly`() {
        for value in [0, 0.04, 123.456, -7.3, 1e15] {
            let single = distribution([value])
            for share in [0.0, 0.5, 0.99, 1] { #expect(single.percentile(share) == value) }
        }
    }

    @Test func `percentiles are of the nearest rank`() throws {
        let hundred = distribution((1...100).map(Double.init))
        for (share, expected) in [(0.5, 50.0), (0.95, 95), (0.99, 99), (1, 100)] {
            let found = try #require(hundred.percentile(share))
            #expect(abs(found - expected) <= expected / 100)
        }
        #expect(hundred.mean == 50.5)
    }

    @Test func `negative values come before the others`() throws {
        let values = distribution([-20, -10, 0, 10])
        #expect(values.minimum == -20 && values.maximum == 10)
        let second = try #require(values.percentile(0.5))
        #expect(abs(second + 10) < 0.2)
        #expect(values.percentile(0.75) == 0)
    }

    @Test func `percentiles agree with sorting, to one in a hundred`() {
        expectProperty(runs: 40) { random in
            let values = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                Double.random(in: -50...20_000, using: &random)
            }
            let distribution = distribution(values)
            let sorted = values.sorted()
            for share in [0.5, 0.9, 0.95, 0.99] {
                let rank = max(Int((share * Double(sorted.count)).rounded(.up)), 1)
                let found = try #require(distribution.percentile(share))
                try #require(abs(found - sorted[rank - 1]) <= max(sorted[rank - 1].magnitude / 100, 0.1))
            }
        }
    }

    @Test func `merged halves are the whole`() {
        expectProperty(runs: 40) { random in
            let values = (0..<60).map { _ in Double(Int.random(in: -100...10_000, using: &random)) }
            let cut = Int.random(in: 0...60, using: &random)
            var merged = distribution(Array(values[..<cut]))
            merged.merge(distribution(Array(values[cut...])))
            try #require(merged == distribution(values))
        }
    }
}
