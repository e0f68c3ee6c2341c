internal import Dispatch
internal import Synchronization

/// Counts who uses something at the moment, so that it can be closed when nobody does.
///
/// GRDB's pool gives a closed connection to whoever waited for one while it was being closed, and using that ends the
/// process.
final class UseCount: Sendable {
    private let isClosed = Mutex(false)
    private let users = DispatchGroup()

    /// Runs `body` unless `close` was called.
    ///
    /// - Returns: nil without having run it, once it is closed.
    func use<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result? {
        let mayEnter = isClosed.withLock { isClosed in
            if !isClosed { users.enter() }
            return !isClosed
        }
        guard mayEnter else { return nil }
        defer { users.leave() }
        return try body()
    }

    /// Lets nobody in any more, and returns when the last one is out. Not to be called from within `use`.
    func close() {
        isClosed.withLock { $0 = true }
        users.wait()
    }
}
