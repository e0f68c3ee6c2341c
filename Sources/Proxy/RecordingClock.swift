public import LiveProtocol

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The clock of one recording: the wall clock as read once, moved on by the monotonic clock.
public struct RecordingClock: Sendable {
    /// The wall clock when this clock was made.
    public let anchorWall: Timestamp
    private let anchorMonotonic: Int64

    public init() {
        anchorWall = Timestamp(nanoseconds: Self.read(CLOCK_REALTIME))
        anchorMonotonic = Self.read(CLOCK_MONOTONIC)
    }

    public func now() -> Timestamp {
        Timestamp(nanoseconds: anchorWall.nanoseconds &+ (Self.read(CLOCK_MONOTONIC) &- anchorMonotonic))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
