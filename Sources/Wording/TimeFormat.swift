public import LiveProtocol

/// How instants of a session are written.
public enum TimeFormat: String, CaseIterable, Hashable, Sendable {
    /// Time of day.
    case wall
    /// Since the session began.
    case elapsed
    /// Since the line above.
    case delta

    public var next: TimeFormat {
        switch self {
        case .elapsed: .delta
        case .delta: .wall
        case .wall: .elapsed
        }
    }
}

/// What instants are written against.
public struct TimeScale: Hashable, Sendable {
    public var format: TimeFormat
    public var start: Timestamp
    /// What the local clock is ahead of UTC.
    public var offset = Duration.zero
    /// False for a session of which nobody knows when its messages crossed.
    public var isTimed = true
    /// False for one of which nobody knows on which day it was: it has no time of day.
    public var isDated = true

    public init(
        format: TimeFormat, start: Timestamp, offset: Duration = .zero, isTimed: Bool = true, isDated: Bool = true
    ) {
        self.format = format
        self.start = start
        self.offset = offset
        self.isTimed = isTimed
        self.isDated = isDated
    }

    /// What stands over a column of instants: times of day say their zone.
    public var heading: String { format == .wall ? "AT " + zone : "AT" }

    /// `UTC`, `UTC+5:30`.
    public var zone: String {
        let minutes = Int64(clamping: offset.seconds / 60)
        guard minutes != 0 else { return "UTC" }
        let (hours, rest) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
        return "UTC\(minutes < 0 ? "-" : "+")\(hours)" + (rest == 0 ? "" : ":\(Format.padded(rest, 2))")
    }

    /// Nine columns or more; `previous` is the line above, nil at the first.
    public func text(_ instant: Timestamp, after previous: Timestamp?) -> String {
        guard isTimed else { return Format.unknown }
        return switch isDated || format != .wall ? format : .elapsed {
        case .elapsed: Format.position(instant - start)
        case .delta: previous.map { "+" + Format.latency(instant - $0) } ?? Format.position(instant - start)
        case .wall: Format.timeOfDay(instant + offset)
        }
    }
}
