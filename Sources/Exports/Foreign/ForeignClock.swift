import LiveProtocol

/// What the times of one connection's messages mean, learned from all of them before any is used.
struct ForeignClock {
    private var messages = 0
    private var instants = 0
    private var counts = 0
    private var lowest: Int64 = .max
    private var highest: Int64 = .min
    private var first: Int64?
    private var hint: TimeUnit?
    private var earliest: Timestamp?
    private var latest: Timestamp?
    private var before: Int64?
    private var rises = 0
    private var falls = 0

    /// Every message that has another time than the one before it came earlier: the newest stands first.
    var isNewestFirst: Bool { falls > 0 && rises == 0 }

    private mutating func follow(_ value: Int64) {
        if let before, value > before { rises += 1 }
        if let before, value < before { falls += 1 }
        before = value
    }

    mutating func learn(_ time: ForeignTime?) {
        messages += 1
        switch time {
        case .instant(let instant):
            instants += 1
            follow(instant.nanoseconds)
            earliest = min(earliest ?? instant, instant)
            latest = max(latest ?? instant, instant)
        case .count(let count, let unit):
            counts += 1
            follow(count)
            first = first ?? count
            (lowest, highest) = (min(lowest, count), max(highest, count))
            hint = hint ?? unit
        case nil: break
        }
    }

    /// What was learned.
    struct Reading: Hashable {
        /// It is known when the messages crossed.
        var isTimed: Bool
        /// It is known on which day and at what time.
        var isDated: Bool
        /// When the connection opened, or, where nobody knows, an instant that orders it.
        var startedAt: Timestamp
        /// Where counts are counted from, and in what.
        fileprivate var origin: Timestamp
        fileprivate var unit: TimeUnit
        /// The times are counts whose unit no key tells.
        var isUnitTold: Bool
        /// How long after the start that the file names the first message came, where it is so long that the two clocks
        /// may not agree: more than ten minutes.
        var lateness: Duration?
        /// What the start that the file names was moved by, because it was written in another time zone than it says.
        var zoneError: Duration?
        /// Messages without a time among others that have one.
        var timeless: Int

        var unitName: String { unit.name }

        /// Nil for a message whose time nobody knows.
        func instant(_ time: ForeignTime?) -> Timestamp? {
            switch time {
            case .instant(let instant): return instant
            case .count(let count, _): return isTimed ? origin + .nanoseconds(count / unit.perSecond) : nil
            case nil: return nil
            }
        }
    }

    /// - Parameters:
    ///   - startedAt: when the connection opened, where the file says so.
    ///   - length: how long it lasted, where the file says so.
    ///   - writtenAt: when the file was written: no later than that did anything happen.
    func reading(startedAt: Timestamp?, length: Duration?, writtenAt: Timestamp) -> Reading {
        let isTimed = (instants + counts) * 2 >= messages && messages > 0 && !isStandingStill || messages == 0
        let timeless = isTimed ? messages - instants - counts : 0
        guard isTimed, counts > instants else {
            let zone = isTimed ? Self.zoneError(of: startedAt, before: earliest) : .zero
            let known = startedAt.map { $0 + zone } ?? (isTimed ? earliest : nil)
            let late = isTimed ? zip(earliest, known).map { $0 - $1 } : nil
            return Reading(
                isTimed: isTimed, isDated: known != nil, startedAt: known ?? writtenAt, origin: known ?? writtenAt,
                unit: .seconds, isUnitTold: true, lateness: late.flatMap { $0 > .seconds(600) ? $0 : nil },
                zoneError: zone == .zero ? nil : zone, timeless: timeless)
        }
        let unit = hint ?? unit(length)
        let begin = Duration.nanoseconds((isNewestFirst ? lowest : first ?? 0) / unit.perSecond)
        let span = Duration.nanoseconds((highest - lowest) / unit.perSecond)
        // A count since the connection's beginning is small; one since a machine's start is not, and tells no more than
        // distances.
        let isSinceStart = begin <= max(length ?? .zero, .seconds(60))
        let known = startedAt ?? earliest
        let start = known ?? writtenAt - span
        return Reading(
            isTimed: true, isDated: known != nil, startedAt: start, origin: isSinceStart ? start : start - begin,
            unit: unit,
            isUnitTold: hint != nil, timeless: timeless)
    }

    /// How far `start` is off by a mistaken time zone: the first message came a whole number of quarters of an hour, a
    /// minute at most added, after it or before it. Zero for all else. No zone is more than 14 hours from another's
    /// idea of it.
    private static func zoneError(of start: Timestamp?, before first: Timestamp?) -> Duration {
        guard let start, let first else { return .zero }
        let (quarter, minute) = (Int64(900_000_000_000), Int64(60_000_000_000))
        let late = first.nanoseconds.subtractingClamped(start.nanoseconds)
        let rest = (late % quarter + quarter) % quarter
        guard rest < minute, (-56 * quarter..<57 * quarter).contains(late) else { return .zero }
        return .nanoseconds(late.subtractingClamped(rest))
    }

    /// Several messages at one and the same instant: something was written in the place of a time that nobody had.
    private var isStandingStill: Bool {
        if counts > instants { return counts > 1 && lowest == highest && (highest == 0 || counts > 3) }
        return instants > 3 && earliest == latest
    }

    /// The largest unit in which the messages follow each other as those of a call do: 15 s apart at most on average, two
    /// hours in all. Where the file says how long it lasted, the one that fits.
    private func unit(_ length: Duration?) -> TimeUnit {
        let span = Double(highest - lowest) / 1e9
        if let length, length > .zero, span > 0 {
            let fits = TimeUnit.allCases.first { span / Double($0.perSecond) <= length.seconds * 1.5 + 1 }
            if let fits { return fits }
        }
        let gap = span / Double(max(counts - 1, 1))
        return TimeUnit.allCases.first { unit in
            gap / Double(unit.perSecond) <= 15 && span / Double(unit.perSecond) <= 7_200
        } ?? .nanoseconds
    }
}

private func zip<Left, Right>(_ left: Left?, _ right: Right?) -> (Left, Right)? {
    left.flatMap { left in right.map { (left, $0) } }
}
