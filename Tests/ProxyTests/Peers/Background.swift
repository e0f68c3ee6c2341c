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

/// Sends pieces from both ends of a call at once, and ends each direction behind them: what arrived at the other ends.
func exchange(
    _ up: [ArraySlice<UInt8>], _ down: [ArraySlice<UInt8>], _ client: Socket, _ server: Socket
) throws -> (up: [UInt8], down: [UInt8]) {
    let senders = [
        inBackground {
            for piece in up { try client.write(piece) }; client.endOutput()
        },
        inBackground {
            for piece in down { try server.write(piece) }; server.endOutput()
        },
    ]
    let receivedUp = inBackground { try server.readToEnd() }
    let receivedDown = try client.readToEnd()
    let result = (up: try receivedUp.wait(), down: receivedDown)
    for sender in senders { try sender.wait() }
    return result
}
