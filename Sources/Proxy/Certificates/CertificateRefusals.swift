import LiveProtocol
import NIOConcurrencyHelpers

/// How many clients have refused our certificate since the start, and when the last one did.
final class CertificateRefusals: Sendable {
    struct Snapshot: Sendable {
        var count: Int64 = 0
        var last: Timestamp?
    }

    private let state = NIOLockedValueBox(Snapshot())

    func note(at instant: Timestamp) { state.withLockedValue { $0 = Snapshot(count: $0.count + 1, last: instant) } }

    var snapshot: Snapshot { state.withLockedValue { $0 } }
}
