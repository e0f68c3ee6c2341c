import Foundation
import LiveProtocol
import Proxy

/// A thread of our own for work that blocks: the concurrency pool must not wait for disks, queues or keys.
package final class JoinableThread: Sendable {
    private let finished = MonotonicConditionLock(value: false)

    /// Starts `body` at once, under a name that `top -H` shows (15 bytes at most). A thread in the background gives way
    /// to the relay: when the machine is short of time, the recording lags, not the call.
    package init(named name: String, isInBackground: Bool = false, _ body: @escaping @Sendable () -> Void) {
        let finished = finished
        let thread = Thread {
            nameThread(name)
            if isInBackground { giveWay() }
            body()
            finished.lock()
            finished.unlock(withValue: true)
        }
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Waits for the end, forever if need be. May be called more than once.
    package func join() {
        finished.lock(whenValue: true)
        finished.unlock()
    }

    /// False when `limit` passed first.
    package func join(within limit: Duration) -> Bool {
        guard finished.lock(whenValue: true, within: limit) else { return false }
        finished.unlock()
        return true
    }
}

/// Gives the calling thread its name in the kernel, where `top` reads it; `Thread.name` does not get there.
private func nameThread(_ name: String) {
    // A name is a convenience: where there is no such file, the thread runs without.
    try? name.write(toFile: "/proc/thread-self/comm", atomically: false, encoding: .utf8)
}

/// Lowers the priority of the calling thread, a little. On Linux a nice value belongs to a thread, and 0 names the
/// caller's. Measured on two cores that also carry the load (docs/measurements/2026-11-21.md): with 400 calls 2 brings the median
/// latency from 26 ms to 2 ms, and 5 starves the recording, which then loses frames.
private func giveWay() {
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 2)
}
