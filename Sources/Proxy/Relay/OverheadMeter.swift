import LiveProtocol
import NIOConcurrencyHelpers

/// How long bytes stay in livetop: from the return of the read to the return of the write.
final class OverheadMeter: Sendable {
    private let histogram = NIOLockedValueBox(LatencyHistogram())

    func record(_ duration: Duration) {
        histogram.withLockedValue { $0.record(nanoseconds: duration.nanoseconds) }
    }

    var snapshot: LatencyHistogram { histogram.withLockedValue { $0 } }
}
