import NIOConcurrencyHelpers
import NIOCore

/// How many connections the metrics port has.
final class OpenScrapes: Sendable {
    private let count = NIOLockedValueBox(0)

    /// Counts the connection until it closes; false where there are too many.
    func add(_ channel: any Channel, limit: Int) -> Bool {
        let isWelcome = count.withLockedValue { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isWelcome else { return false }
        channel.closeFuture.whenComplete { [count] _ in count.withLockedValue { $0 -= 1 } }
        return true
    }
}
