/// An instant: nanoseconds since 1970-01-01T00:00:00Z as read when the recording began, moved on by a monotonic clock.
///
/// Within one recording two timestamps differ by exactly what the monotonic clock measured, whatever happened to the
/// wall clock meanwhile; across recordings they are comparable as far as the wall clock is. No code of the pure
/// targets makes one from a clock: instants are arguments.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// `seconds` after `start`, for scripts and tests.
    public static func seconds(_ seconds: Double, after start: Timestamp = Timestamp(nanoseconds: 0)) -> Timestamp {
        start + .nanoseconds(Int64(clamping: seconds * 1e9))
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: instant.nanoseconds.addingClamped(duration.nanoseconds))
    }

    public static func - (instant: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: instant.nanoseconds.subtractingClamped(duration.nanoseconds))
    }

    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .nanoseconds(later.nanoseconds.subtractingClamped(earlier.nanoseconds))
    }
}

extension Duration {
    /// The length in whole nanoseconds; lengths beyond ±292 years are clamped.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        return scaled.addingClamped(attoseconds / 1_000_000_000)
    }

    /// The length in seconds.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// The length in milliseconds.
    public var milliseconds: Double { Double(nanoseconds) / 1e6 }
}

extension Int64 {
    /// The value nearest to `number`; 0 for not-a-number. Wire data must not be able to trap a conversion.
    public init(clamping number: Double) {
        if number.isNaN {
            self = 0
        } else if number >= 9.2e18 {
            self = .max
        } else if number <= -9.2e18 {
            self = .min
        } else {
            self = Int64(number)
        }
    }

    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
