/// An instant: nanoseconds since 1970-01-01T00:00:00Z as read when the recording began, moved on by a monotonic clock.
///
/// Within one recording two timestamps differ by exactly what the monotonic clock measured, whatever happened to the
/// wall clock meanwhile; across recordings they are comparable as far as the wall clock is. No code of the pure
/// targets makes one from a clock: instants are arguments.
public struct Timestamp: Codable, Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// `seconds` after `start`, for scripts and tests.
    public static func seconds(_ seconds: Double, after start: Timestamp = Timestamp(nanoseconds: 0)) -> Timestamp {
        start + .nanoseconds(Int64(clamping: seconds * 1e9))
    }

    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    @inlinable public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: instant.nanoseconds.addingClamped(duration.nanoseconds))
    }

    @inlinable public static func - (instant: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: instant.nanoseconds.subtractingClamped(duration.nanoseconds))
    }

    @inlinable public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .nanoseconds(later.nanoseconds.subtractingClamped(earlier.nanoseconds))
    }
}

extension Duration {
    /// The length in whole nanoseconds; lengths beyond ±292 years are clamped.
    @inlinable public var nanoseconds: Int64 {
        // `components` divides 128 bits twice, and instants are compared dozens of times a message.
        let (value, magnitude) = (attoseconds, attoseconds.magnitude)
        let (high, low) = (UInt64(truncatingIfNeeded: magnitude >> 64), UInt64(truncatingIfNeeded: magnitude))
        guard high < 500_000_000 else { return value < 0 ? .min : .max }
        let quotient = Int64(bitPattern: UInt64(1_000_000_000).dividingFullWidth((high, low)).quotient)
        return value < 0 ? -quotient : quotient
    }

    /// The length in seconds.
    @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// The length in milliseconds.
    @inlinable public var milliseconds: Double { Double(nanoseconds) / 1e6 }
}

extension Int64 {
    /// The value nearest to `number`; 0 for not-a-number. Wire data must not be able to trap a conversion.
    @inlinable public init(clamping number: Double) {
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
}

extension Timestamp {
    /// `2026-11-21T12:45:38.123Z`: RFC 3339 in UTC with milliseconds, rounded down.
    public var rfc3339: String {
        let milliseconds = nanoseconds.flooredDivision(by: 1_000_000).quotient
        let (days, ofDay) = milliseconds.flooredDivision(by: 86_400_000)
        let date = Self.civil(daysSince1970: days)
        let (second, millisecond) = ofDay.flooredDivision(by: 1_000)
        return "\(date.year.padded(4))-\(date.month.padded(2))-\(date.day.padded(2))"
            + "T\((second / 3_600).padded(2)):\((second / 60 % 60).padded(2)):\((second % 60).padded(2))"
            + ".\(millisecond.padded(3))Z"
    }

    /// The proleptic Gregorian date, counted in years that begin in March so that the leap day is the last.
    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // 719,468 days lie between 0000-03-01 and 1970-01-01; 146,097 are a cycle of 400 years.
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Quotient rounded down and a remainder that is never negative, for a positive divisor.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(width - digits.count, 0)) + digits
    }
}
