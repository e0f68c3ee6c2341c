import LiveProtocol
import NIOConcurrencyHelpers

/// How long bytes stay in livetop: from the return of the read to the return of the write.
final class OverheadMeter: Sendable {
    private let histogram = NIOLockedValueBox(LatencyHistogram())

    func record(from read: Timestamp, to written: Timestamp) {
        histogram.withLockedValue { $0.record(nanoseconds: written.nanoseconds &- read.nanoseconds) }
    }

    var snapshot: LatencyHistogram { histogram.withLockedValue { $0 } }
}
