import Foundation
import Proxy
import Testing

@Suite struct MonotonicConditionLockTests {
    @Test func `a wait ends with the limit, and the lock is free again`() {
        let lock = MonotonicConditionLock(value: false)
        #expect(!lock.lock(whenValue: true, within: .milliseconds(10)))
        #expect(!lock.lock(whenValue: true, within: .seconds(-1)))
        #expect(!lock.lock(whenValue: true, within: .nanoseconds(1)))
        lock.lock()
        lock.unlock(withValue: true)
        #expect(lock.lock(whenValue: true, within: .zero))
        lock.unlock()
    }

    @Test func `who waits is woken by another thread, however long the limit`() {
        let lock = MonotonicConditionLock(value: false)
        let thread = Thread {
            lock.lock()
            lock.unlock(withValue: true)
        }
        thread.start()
        #expect(lock.lock(whenValue: true, within: .seconds(1 << 40)))
        lock.unlock(withValue: false)
        #expect(!lock.lock(whenValue: true, within: .zero))
    }

    @Test func `what the lock protects is changed by one thread at a time`() async {
        let lock = MonotonicConditionLock(value: false)
        nonisolated(unsafe) var sum = 0
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<1000 {
                        lock.lock()
                        sum += 1
                        lock.unlock()
                    }
                }
            }
        }
        #expect(sum == 4000)
    }
}
