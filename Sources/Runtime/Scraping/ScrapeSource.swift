import Foundation
import LiveProtocol
import Proxy
import Recordings
import SessionModel
import Telemetry
import Wording

/// Brings together what scrapers are told: the counts of the thread that decodes, the relay's, the recorder's, the
/// kernel's.
struct ScrapeSource: Sendable {
    let capture: CapturePipeline
    let server: ProxyServer

    private static let startedAt = Date().timeIntervalSince1970

    init(capture: CapturePipeline, server: ProxyServer) {
        (self.capture, self.server) = (capture, server)
        _ = Self.startedAt
    }

    /// As of a fraction of a second ago at most, however long nobody has asked.
    func state() async -> ScrapeState {
        var state = ScrapeState(samples: await freshCounts(), version: LivetopVersion.number)
        writeRelay(into: &state.samples)
        writeRecorder(into: &state)
        ProcessFigures.write(into: &state.samples)
        state.samples.set(.processStart, to: Self.startedAt)
        state.samples.set(.build, LivetopVersion.number, to: 1)
        let summaries = capture.latest.newest.fleet.summaries { capture.clock.now(of: $0) }
        state.running = summaries.filter { $0.closedAt == nil }.map { summary in
            ScrapeState.RunningCall(
                name: ForeignText.clean(summary.tag ?? summary.id.description),
                model: summary.model.map { ForeignText.clean(ModelTable.bareID($0)) } ?? "–",
                age: summary.connectionSince.map { Words.time(capture.clock.now(of: nil) - $0) } ?? "–")
        }
        return state
    }

    /// Those of the last publication may be as old as the last scrape: newer ones are waited for.
    private func freshCounts() async -> MetricSamples {
        guard let scraped = capture.scraped else { return MetricSamples() }
        capture.latest.ask()
        scraped.ask()
        for _ in 0..<40 where scraped.isWanted {
            // Cancelled is the end of the process.
            try? await Task.sleep(for: .milliseconds(25))
        }
        return scraped.newest
    }

    private func writeRelay(into samples: inout MetricSamples) {
        let gauges = server.gauges
        samples.set(.refusedCertificates, to: Double(gauges.refusedCertificates))
        samples.set(.addedLatency, to: gauges.overhead.buckets(upTo: MetricFamily.addedLatency.bounds))
    }

    private func writeRecorder(into state: inout ScrapeState) {
        let recorder = capture.recorder?.status
        state.samples.set(.recorderQueue, to: Double(recorder?.waitingFrames ?? 0))
        state.samples.set(.recorderDropped, "tap_full", to: Double(capture.tap.counters.refused))
        state.samples.set(.recorderDropped, "recorder", to: Double(recorder?.droppedFrames ?? 0))
        if let bytes = recorder?.databaseBytes { state.samples.set(.databaseSize, to: Double(bytes)) }
        if let bytes = recorder?.freeBytes { state.samples.set(.diskFree, to: Double(bytes)) }
        state.problem = recorder?.problem
        state.samples.set(.recorderFailing, to: state.problem == nil ? 0 : 1)
    }
}

extension LatencyHistogram {
    /// The same counts in other buckets: a count stands where the middle of its own bucket does, so the sum and each
    /// bucket are right to 1 part in 16.
    fileprivate func buckets(upTo bounds: [Double]) -> BucketCounts {
        var counts = BucketCounts(bounds: bounds)
        for (middle, count) in self.counts { counts.record(middle.seconds, times: count) }
        return counts
    }
}
