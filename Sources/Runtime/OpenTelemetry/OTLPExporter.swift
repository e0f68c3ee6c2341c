import Telemetry

/// Sends spans, log records and metrics to a collector, on a thread of its own that gives way to the calls. OTLP is best
/// effort: what cannot be sent waits for a while, and is counted when it is dropped.
final class OTLPExporter: Sendable {
    private let outbox: OTLPOutbox
    private let deadline = PostDeadline()
    private let thread: JoinableThread

    /// At the end of the process.
    private static let lastPatience = Duration.seconds(2)

    /// - Parameter samples: all that is counted, as of a little after the last time; asks for newer counts.
    init(
        _ settings: OTLPSettings, from outbox: OTLPOutbox, log: ProcessLog,
        samples: @escaping @Sendable () -> MetricSamples
    ) {
        self.outbox = outbox
        let deadline = deadline
        thread = JoinableThread(named: "otlp", isInBackground: true) {
            var loop = OTLPLoop(OTLPDelivery(settings, outbox.account, log, deadline), settings, samples)
            while let items = outbox.next(within: .milliseconds(100)) {
                loop.take(items)
                loop.send()
            }
            loop.sendLast()
        }
    }

    /// Sends what there is once more, and waits two seconds for it at most. Nothing may be offered any more.
    func finish() {
        deadline.set(after: Self.lastPatience)
        outbox.close()
        _ = thread.join(within: Self.lastPatience + .seconds(1))
    }
}
