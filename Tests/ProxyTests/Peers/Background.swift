import Foundation
import NIOConcurrencyHelpers

/// Blocking work on a thread of its own, with a result to wait for.
final class Background<Value: Sendable>: Sendable {
    private let lock = ConditionLock(value: false)
    private let result = NIOLockedValueBox<Result<Value, any Error>?>(nil)

    fileprivate init(_ body: @escaping @Sendable () throws -> Value) {
        let thread = Thread { [lock, result] in
            let outcome = Result(catching: body)
            result.withLockedValue { $0 = outcome }
            lock.lock()
            lock.unlock(withValue: true)
        }
        thread.start()
    }

    func wait() throws -> Value {
        guard lock.lock(whenValue: true, timeoutSeconds: 30) else { throw SocketError("no result", errno: 0) }
        lock.unlock()
        guard let outcome = result.withLockedValue({ $0 }) else { throw SocketError("no result", errno: 0) }
        return try outcome.get()
    }
}

func inBackground<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) -> Background<Value> {
    Background(body)
}
