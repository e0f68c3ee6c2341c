import SessionModel
import Testing

@Suite struct MetricTests {
    @Test func `every metric has a title of its own`() {
        #expect(Set(Metric.allCases.map(\.title)).count == Metric.allCases.count)
    }

    @Test(arguments: Metric.allCases)
    func `the id names the unit`(metric: Metric) {
        switch metric.unit {
        case .milliseconds: #expect(metric.rawValue.hasSuffix("_ms"))
        case .decibels: #expect(metric.rawValue.hasSuffix("_db"))
        case .dollars: #expect(metric.rawValue.hasSuffix("_usd"))
        case .ratio, .share: #expect(!metric.rawValue.contains("_ms"))
        }
    }

    @Test func `values are graded on the side that matters`() {
        let response = Metric.response.thresholds
        #expect([800, 801, 1_500, 1_501].map { response?.grade($0) } == [.good, .warning, .warning, .bad])
        let speed = Metric.realTimeFactor.thresholds
        #expect([1.2, 1.1, 0.9].map { speed?.grade($0) } == [.good, .warning, .bad])
        #expect(Metric.snr.thresholds?.grade(2) == .warning)
    }

    @Test func `a latency is as certain as its start`() {
        #expect(Metric.response.exactness(from: .clientVAD) == .exact)
        #expect(Metric.response.exactness(from: .serverVAD) == .derived)
        #expect(Metric.response.exactness(from: .localVAD) == .estimated)
        #expect(Metric.backlog.exactness(from: .text) == .estimated)
        #expect(Metric.setup.exactness(from: nil) == .exact)
    }
}
