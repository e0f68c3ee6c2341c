#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A lock with a condition, true or false, that can be waited for.
///
/// The wait is counted by the clock that nobody sets. NIO's `ConditionLock` and Dispatch's semaphores wait until an instant
/// of the wall clock: set back by a day, it would keep recording and understanding waiting for a day.
///
/// `@unchecked Sendable`: the pointers never change, and what they point to is made for being shared by threads; `value` is
/// only touched while `mutex` is held.
public final class MonotonicConditionLock: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Bool

    public init(value: Bool) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        #if os(Linux)
            let attributes = UnsafeMutablePointer<pthread_condattr_t>.allocate(capacity: 1)
            defer { attributes.deallocate() }
            pthread_condattr_init(attributes)
            pthread_condattr_setclock(attributes, CLOCK_MONOTONIC)
            pthread_cond_init(condition, attributes)
            pthread_condattr_destroy(attributes)
        #else
            pthread_cond_init(condition, nil)
        #endif
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    public func lock() { pthread_mutex_lock(mutex) }

    public func unlock() { pthread_mutex_unlock(mutex) }

    /// Unlocks, and wakes those who wait for `value`.
    public func unlock(withValue value: Bool) {
        self.value = value
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(condition)
    }

    /// Waits until the condition is `wanted`, and holds the lock then.
    public func lock(whenValue wanted: Bool) {
        lock()
        while value != wanted { pthread_cond_wait(condition, mutex) }
    }

    /// Waits until the condition is `wanted`, and holds the lock then; false, and the lock is free, when `limit` passed
    /// first. No limit is longer than a day.
    public func lock(whenValue wanted: Bool, within limit: Duration) -> Bool {
        let (seconds, attoseconds) = min(max(limit, .zero), .seconds(86_400)).components
        let nanoseconds = Int(attoseconds / 1_000_000_000)
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let sum = deadline.tv_nsec + nanoseconds
        deadline.tv_sec += Int(seconds) + sum / 1_000_000_000
        deadline.tv_nsec = sum % 1_000_000_000
        lock()
        while value != wanted {
            // A signal or nothing at all may end the wait early: the deadline stays.
            guard wait(until: deadline) else {
                unlock()
                return false
            }
        }
        return true
    }

    /// False when `deadline` has passed.
    private func wait(until deadline: timespec) -> Bool {
        var deadline = deadline
        #if os(Linux)
            return pthread_cond_timedwait(condition, mutex, &deadline) == 0
        #else
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            deadline.tv_sec -= now.tv_sec
            deadline.tv_nsec -= now.tv_nsec
            if deadline.tv_nsec < 0 {
                deadline.tv_sec -= 1
                deadline.tv_nsec += 1_000_000_000
            }
            return deadline.tv_sec >= 0 && pthread_cond_timedwait_relative_np(condition, mutex, &deadline) == 0
        #endif
    }
}
