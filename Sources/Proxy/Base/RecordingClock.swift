public import LiveProtocol
import NIOConcurrencyHelpers
internal import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The clock of a recording: the wall clock as read once, moved on by a clock that nobody sets and that goes on while the
/// machine sleeps.
///
/// When the wall clock is set meanwhile, sessions that are running keep their axis, and those that open from then on get
/// one of their own with the right date (`forNewSession`). All of them know each other's: who asks for the time of a
/// session gets that of its axis.
public struct RecordingClock: Sendable {
    /// The wall clock when this clock was made.
    public let anchorWall: Timestamp
    private let anchorMonotonic: NIODeadline
    private let monotonic: @Sendable () -> NIODeadline
    private let wall: @Sendable () -> Timestamp
    private let steps: NIOLockedValueBox<[Step]>
    /// What this axis is ahead of the first.
    private let offset: Duration

    /// From this connection on the wall clock was ahead by this much of what the first axis said.
    private struct Step {
        var connection: ConnectionID
        var offset: Duration
    }

    /// Smaller differences are left: time servers bring the clock closer in steps like these.
    static let tolerance = Duration.seconds(1)
    /// Older steps are forgotten: their sessions are over.
    private static let stepLimit = 256

    public init() {
        let wall: @Sendable () -> Timestamp = { Timestamp(nanoseconds: Self.read(CLOCK_REALTIME)) }
        self.init(anchor: wall(), wall: wall) { .uptimeNanoseconds(UInt64(clamping: Self.read(Self.sleepless))) }
    }

    /// A clock of virtual time: it shows `anchor` now, and moves with `monotonic`.
    ///
    /// - Parameter wall: what the wall clock says; nil for one that is never set.
    init(
        anchor: Timestamp, wall: (@Sendable () -> Timestamp)? = nil, monotonic: @escaping @Sendable () -> NIODeadline
    ) {
        let start = monotonic()
        anchorWall = anchor
        anchorMonotonic = start
        self.monotonic = monotonic
        self.wall = wall ?? { Timestamp(nanoseconds: anchor.nanoseconds &+ (monotonic() - start).nanoseconds) }
        steps = NIOLockedValueBox([])
        offset = .zero
    }

    private init(_ clock: RecordingClock, offset: Duration) {
        (anchorWall, anchorMonotonic, monotonic) = (clock.anchorWall, clock.anchorMonotonic, clock.monotonic)
        (wall, steps, self.offset) = (clock.wall, clock.steps, offset)
    }

    public func now() -> Timestamp {
        // Twice per read of a call: `Duration` counts in 128 bits, which costs more than reading the clock.
        let elapsed = anchorWall.nanoseconds &+ (monotonic() - anchorMonotonic).nanoseconds
        return offset == .zero ? Timestamp(nanoseconds: elapsed) : Timestamp(nanoseconds: elapsed) + offset
    }

    /// Counts time since the machine started, its sleep included.
    #if os(Linux)
        private static var sleepless: clockid_t { CLOCK_BOOTTIME }
    #else
        private static var sleepless: clockid_t { CLOCK_MONOTONIC }
    #endif

    /// Nanoseconds. Neither clock can fail to be there.
    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

// MARK: - Axes

extension RecordingClock {
    /// The clock for what begins now: this one, or one of its own where the wall clock says otherwise by now.
    func forNewSession() -> RecordingClock {
        let first = RecordingClock(self, offset: .zero)
        let ahead = wall() - first.now()
        let current = steps.withLockedValue { $0.last?.offset ?? .zero }
        let difference = ahead - current
        return RecordingClock(self, offset: max(difference, .zero - difference) > Self.tolerance ? ahead : current)
    }

    /// `instant` of the first axis on this one.
    func instant(_ instant: Timestamp) -> Timestamp { offset == .zero ? instant : instant + offset }

    /// Remembers that `connection`, which is the newest, lives on this axis.
    func adopt(_ connection: ConnectionID) {
        steps.withLockedValue { steps in
            guard offset != steps.last?.offset ?? .zero else { return }
            steps.append(Step(connection: connection, offset: offset))
            if steps.count > Self.stepLimit { steps.removeFirst() }
        }
    }

    /// Whether sessions have axes of their own.
    public var wasSet: Bool { steps.withLockedValue { !$0.isEmpty } }

    /// What the axis of a connection is ahead of the first; of the newest for nil.
    public func offset(of connection: ConnectionID?) -> Duration {
        steps.withLockedValue { steps in
            guard let connection else { return steps.last?.offset ?? .zero }
            return steps.last { $0.connection <= connection }?.offset ?? .zero
        }
    }

    /// The time of a connection's axis, of the newest for nil.
    public func now(of connection: ConnectionID?) -> Timestamp {
        RecordingClock(self, offset: offset(of: connection)).now()
    }
}
