import Foundation

/// Whether the calling thread got the processor time that it could have used, since an instant.
struct ProcessorTime {
    private let wall = Self.read(CLOCK_MONOTONIC)
    private let own = Self.read(CLOCK_THREAD_CPUTIME_ID)

    /// Somebody else had the processor for a third of the time or more. For a thread that has not slept meanwhile.
    var wasScarce: Bool {
        Self.isScarce(wall: Self.read(CLOCK_MONOTONIC) &- wall, own: Self.read(CLOCK_THREAD_CPUTIME_ID) &- own)
    }

    /// Both in nanoseconds. In less than a millisecond an interrupt weighs too much.
    static func isScarce(wall: Int64, own: Int64) -> Bool {
        wall > 1_000_000 && own < wall / 3 * 2
    }

    /// Neither clock can fail to be there.
    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
