import LiveProtocol
import NIOConcurrencyHelpers

/// Something that is said at most once in ten seconds, however often there is reason to.
final class Complaint: Sendable {
    private static let silence = Duration.seconds(10)

    private let due = NIOLockedValueBox<Timestamp?>(nil)

    /// Calls `say` unless it was called shortly before.
    func make(at now: Timestamp, _ say: () -> Void) {
        let isDue = due.withLockedValue { due in
            if let due, now < due { return false }
            due = now + Self.silence
            return true
        }
        if isDue { say() }
    }
}
