import LiveProtocol
import SessionModel
import Testing

@Suite struct MetricLogTests {
    @Test func `a metric without samples has no statistics`() {
        var log = MetricLog()
        log.record(.response, .nan, at: .seconds(1))
        #expect(log.statistics(for: .response) == nil)
        #expect(log.samples(of: .response).isEmpty)
        #expect(log == MetricLog())
    }

    @Test func `samples of one start have percentiles`() throws {
        var log = MetricLog()
        for value in 1...20 { log.record(.tool, Double(value), at: .seconds(Double(value))) }
        let statistics = try #require(log.statistics(for: .tool))
        #expect(statistics.count == 20 && statistics.anchor == nil)
        #expect((statistics.p50, statistics.p95, statistics.max, statistics.mean) == (10, 19, 20, 10.5))
    }

    @Test func `anchors are never mixed, and the most frequent one stands for the metric`() {
        var log = MetricLog()
        log.record(.response, 100, at: .seconds(1), anchor: .tool)
        for _ in 0..<3 { log.record(.response, 500, at: .seconds(2), anchor: .localVAD) }
        for _ in 0..<9 { log.record(.response, 900, at: .seconds(2), anchor: .transcript, as: .variant) }
        #expect(log.statistics(for: .response)?.anchor == .localVAD)
        #expect(log.statistics(for: .response)?.max == 500)
        #expect(log.statistics(for: .response, anchor: .transcript)?.count == 9)
        #expect(log.anchors(of: .response) == [.localVAD, .transcript, .tool])
        #expect(log.samples(of: .response).count == 4)
    }

    @Test func `a cold start is shown and not counted`() {
        var log = MetricLog()
        log.record(.response, 4_000, at: .seconds(1), anchor: .text, as: .coldStart)
        #expect(log.statistics(for: .response) == nil)
        #expect(log.samples(of: .response).map(\.isColdStart) == [true])
    }

    @Test func `a merged log has the samples of both, in the order of time`() {
        var first = MetricLog()
        var second = MetricLog()
        for second in [1.0, 3] { first.record(.snr, -second, at: .seconds(second)) }
        second.record(.snr, 20, at: .seconds(2))
        second.record(.tool, 5, at: .seconds(2))
        first.merge(second)
        #expect(first.samples(of: .snr).map(\.value) == [-1, 20, -3])
        #expect(first.statistics(for: .snr)?.min == -3)
        #expect(first.statistics(for: .tool)?.count == 1)
    }

    @Test func `only so many samples are kept`() {
        var log = MetricLog()
        for number in 0..<1_000 { log.record(.chunk, Double(number), at: .seconds(0)) }
        #expect(log.samples(of: .chunk).count == Metric.chunk.sampleLimit)
        #expect(log.samples(of: .chunk).last?.value == 999)
        #expect(log.statistics(for: .chunk)?.count == 1_000)
    }
}
