import Glibc

/// Clock readings in nanoseconds: all processes of one machine share them, so a one-way latency is a subtraction.
enum MonotonicClock {
    static var now: UInt64 { read(CLOCK_MONOTONIC) }

    /// CPU time of this process, all threads.
    static var ownCPU: UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
