import Foundation
public import LiveProtocol
import NIOCore

/// The clock of one recording: the wall clock as read once, moved on by the monotonic clock.
public struct RecordingClock: Sendable {
    /// The wall clock when this clock was made.
    public let anchorWall: Timestamp
    private let anchorMonotonic: NIODeadline
    private let monotonic: @Sendable () -> NIODeadline

    public init() {
        self.init(anchor: Timestamp.seconds(Date().timeIntervalSince1970)) { .now() }
    }

    /// A clock of virtual time: it shows `anchor` now, and moves with `monotonic`.
    init(anchor: Timestamp, monotonic: @escaping @Sendable () -> NIODeadline) {
        anchorWall = anchor
        anchorMonotonic = monotonic()
        self.monotonic = monotonic
    }

    public func now() -> Timestamp {
        // Twice per read of a call: `Duration` counts in 128 bits, which costs more than reading the clock.
        Timestamp(nanoseconds: anchorWall.nanoseconds &+ (monotonic() - anchorMonotonic).nanoseconds)
    }
}
