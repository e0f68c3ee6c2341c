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
    /// Nil where nothing is sent to a central store.
    let shipping: ShipThread?

    private static let startedAt = Date().timeIntervalSince1970

    init(capture: CapturePipeline, server: ProxyServer, shipping: ShipThread?) {
        (self.capture, self.server, self.shipping) = (capture, server, shipping)
        _ = Self.startedAt
    }

    /// Each page asks for what it tells and no more: a probe comes every few seconds, and what the decoding thread publishes
    /// it copies.
    ///
    /// - Parameters:
    ///   - path: without a query.
    ///   - accept: the request's `Accept` headers.
    func page(_ path: Substring, accept: [String]) async -> ScrapePage {
        switch path {
        case "/metrics": ScrapePage(await samples, accept: accept)
        case "/healthz": .alive
        case "/readyz": ScrapePage(readinessWith: capture.recorder?.status.problem)
        case "/": ScrapePage(running: await running, version: LivetopVersion.number, exports: exports)
        default: .notFound
        }
    }

    private var samples: MetricSamples {
        get async {
            guard let scraped = capture.scraped else { return whole(MetricSamples()) }
            return whole(await Self.fresh(scraped))
        }
    }

    /// The same without waiting: as of the last question, and another one.
    func samplesAtHand() -> MetricSamples { whole(capture.scraped?.take() ?? MetricSamples()) }

    /// What was counted of calls, and what others know.
    private func whole(_ counted: MetricSamples) -> MetricSamples {
        var samples = counted
        writeRelay(into: &samples)
        writeRecorder(into: &samples)
        OTLPAccount.write(capture.outbox?.account, into: &samples)
        (shipping?.status ?? ShipStatus()).write(into: &samples, at: .wallClock)
        ProcessFigures.write(into: &samples)
        samples.set(.processStart, to: Self.startedAt)
        samples.set(.build, LivetopVersion.number, to: 1)
        return samples
    }

    /// What was sent to a collector and to a central store, and what is in the way; empty where nothing is to be sent.
    private var exports: [String] {
        let collector = capture.outbox.map { outbox in
            ["OpenTelemetry: sent \(outbox.account.progress)."] + outbox.account.problems.map { $0 + "." }
        }
        let store = (shipping?.status).map { status in
            ["central store: sent \(Format.count(status.rows)) rows."]
                + [status.trouble].compactMap(\.self).map { $0 + "." }
        }
        return (collector ?? []) + (store ?? [])
    }

    private var running: [RunningCall] {
        get async {
            let summaries = await Self.fresh(capture.latest).fleet.summaries { capture.clock.now(of: $0) }
            return summaries.filter { $0.closedAt == nil }.map { summary in
                RunningCall(
                    name: ForeignText.clean(summary.tag ?? summary.id.description),
                    model: summary.model.map { ForeignText.clean(ModelTable.bareID($0)) } ?? "–",
                    age: summary.connectionSince.map { Words.time(capture.clock.now(of: nil) - $0) } ?? "–")
            }
        }
    }

    /// What was published last may be as old as the last question: something newer is waited for, a second at most.
    private static func fresh<Value>(_ latest: LatestSnapshot<Value>) async -> Value {
        latest.ask()
        for _ in 0..<40 where latest.isWanted {
            // Cancelled is the end of the process.
            try? await Task.sleep(for: .milliseconds(25))
        }
        return latest.newest
    }

    private func writeRelay(into samples: inout MetricSamples) {
        let gauges = server.gauges
        samples.set(.refusedCertificates, to: Double(gauges.refusedCertificates))
        samples.set(.addedLatency, to: gauges.overhead.buckets(upTo: MetricFamily.addedLatency.bounds))
    }

    private func writeRecorder(into samples: inout MetricSamples) {
        let recorder = capture.recorder?.status
        samples.set(.recorderQueue, to: Double(recorder?.waitingFrames ?? 0))
        samples.set(.recorderDropped, "tap_full", to: Double(capture.tap.counters.refused))
        samples.set(.recorderDropped, "recorder", to: Double(recorder?.droppedFrames ?? 0))
        if let bytes = recorder?.databaseBytes { samples.set(.databaseSize, to: Double(bytes)) }
        if let bytes = recorder?.freeBytes { samples.set(.diskFree, to: Double(bytes)) }
        samples.set(.recorderFailing, to: recorder?.problem == nil ? 0 : 1)
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
